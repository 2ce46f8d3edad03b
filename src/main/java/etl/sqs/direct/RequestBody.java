package etl.sqs.direct;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The JSON of the requests, byte for byte as the SDK's client writes it. */
final class RequestBody {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private byte[] json;
  private int length;

  private RequestBody(String queueUrl, int size) {
    json = new byte[256 + queueUrl.length() + size];
    add("{\"QueueUrl\":");
    text(queueUrl);
  }

  static byte[] receive(String queueUrl, Set<String> attributes, int max, long waitSeconds) {
    RequestBody body = new RequestBody(queueUrl, 0);
    body.add(
        ",\"AttributeNames\":[\"SentTimestamp\",\"ApproximateReceiveCount\",\"MessageGroupId\"]");
    String before = ",\"MessageAttributeNames\":[";
    for (String name : attributes) {
      body.add(before);
      body.text(name);
      before = ",";
    }
    body.add(attributes.isEmpty() ? "" : "]");
    body.add(",\"MaxNumberOfMessages\":" + max + ",\"WaitTimeSeconds\":" + waitSeconds);
    return body.end();
  }

  static byte[] delete(String queueUrl, List<String> receiptHandles) {
    return batch(queueUrl, receiptHandles, "}");
  }

  static byte[] changeVisibility(String queueUrl, List<String> receiptHandles, int seconds) {
    return batch(queueUrl, receiptHandles, ",\"VisibilityTimeout\":" + seconds + "}");
  }

  private static byte[] batch(String queueUrl, List<String> receiptHandles, String endOfEntry) {
    int size = 0;
    for (String handle : receiptHandles) {
      size += handle.length() + 64;
    }
    RequestBody body = new RequestBody(queueUrl, size);
    body.add(",\"Entries\":[");
    for (int i = 0; i < receiptHandles.size(); i++) {
      body.add(i == 0 ? "{\"Id\":\"" : ",{\"Id\":\"");
      body.add(Integer.toString(i));
      body.add("\",\"ReceiptHandle\":");
      body.text(receiptHandles.get(i));
      body.add(endOfEntry);
    }
    body.add("]");
    return body.end();
  }

  private byte[] end() {
    add("}");
    return Arrays.copyOf(json, length);
  }

  private void text(String text) {
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    add("\"");
    add(isPlain(latin) ? latin : escaped(text).getBytes(StandardCharsets.UTF_8));
    add("\"");
  }

  /** Whether it is ASCII in which nothing is to be escaped, as receipt handles are. */
  private static boolean isPlain(byte[] latin) {
    for (byte b : latin) {
      // A question mark may stand for what is not Latin.
      if (b < ' ' || b == '"' || b == '\\' || b == '?') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\b' -> escaped.append("\\b");
        case '\t' -> escaped.append("\\t");
        case '\n' -> escaped.append("\\n");
        case '\f' -> escaped.append("\\f");
        case '\r' -> escaped.append("\\r");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            escaped.append("\\u").append(HEX.toHexDigits(c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  private void add(String ascii) {
    add(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void add(byte[] bytes) {
    if (json.length - length < bytes.length) {
      json = Arrays.copyOf(json, 2 * (length + bytes.length));
    }
    System.arraycopy(bytes, 0, json, length, bytes.length);
    length += bytes.length;
  }
}
