package etl.sqs.direct;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The JSON of the requests, byte for byte as the SDK's client writes it. */
final class RequestBody {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final StringBuilder json = new StringBuilder(512);

  private RequestBody(String queueUrl) {
    json.append("{\"QueueUrl\":");
    text(queueUrl);
  }

  static byte[] receive(String queueUrl, Set<String> attributes, int max, long waitSeconds) {
    RequestBody body = new RequestBody(queueUrl);
    body.json.append(
        ",\"AttributeNames\":[\"SentTimestamp\",\"ApproximateReceiveCount\",\"MessageGroupId\"]");
    if (!attributes.isEmpty()) {
      body.json.append(",\"MessageAttributeNames\":[");
      for (String name : attributes) {
        body.text(name);
        body.json.append(',');
      }
      body.json.setCharAt(body.json.length() - 1, ']');
    }
    body.json.append(",\"MaxNumberOfMessages\":").append(max);
    body.json.append(",\"WaitTimeSeconds\":").append(waitSeconds);
    return body.end();
  }

  static byte[] delete(String queueUrl, List<String> receiptHandles) {
    return batch(queueUrl, receiptHandles, "}");
  }

  static byte[] changeVisibility(String queueUrl, List<String> receiptHandles, int seconds) {
    return batch(queueUrl, receiptHandles, ",\"VisibilityTimeout\":" + seconds + "}");
  }

  private static byte[] batch(String queueUrl, List<String> receiptHandles, String endOfEntry) {
    RequestBody body = new RequestBody(queueUrl);
    body.json.append(",\"Entries\":[");
    for (int i = 0; i < receiptHandles.size(); i++) {
      body.json.append(i == 0 ? "" : ",").append("{\"Id\":\"").append(i);
      body.json.append("\",\"ReceiptHandle\":");
      body.text(receiptHandles.get(i));
      body.json.append(endOfEntry);
    }
    body.json.append(']');
    return body.end();
  }

  private byte[] end() {
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void text(String text) {
    json.append('"');
    int plain = plainStart(text);
    json.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            json.append("\\u").append(HEX.toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  /** How many characters there are before the first that is to be escaped: mostly all. */
  private static int plainStart(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }
}
