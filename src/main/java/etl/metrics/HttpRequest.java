package etl.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What is known of a request: enough to answer it.
 *
 * @param method in upper case; empty if this is no HTTP request
 * @param path without the query
 * @param accept the header's value, null if it is absent
 */
record HttpRequest(String method, String path, String accept) {
  /** A longer one is not answered. */
  static final int LONGEST = 8192;

  private static final HttpRequest NONE = new HttpRequest("", "", null);

  /**
   * Reads a request's line and headers.
   *
   * @return null if the bytes are only the beginning of one
   */
  static HttpRequest parse(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (!text.contains("\r\n\r\n") && !text.contains("\n\n")) {
      return null;
    }
    String[] lines = text.split("\r?\n", -1);
    String[] words = lines[0].split(" ");
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      return NONE;
    }
    String path = words[1].replaceFirst("[?#].*", "");
    return new HttpRequest(words[0].toUpperCase(Locale.ROOT), path, accept(lines));
  }

  private static String accept(String... lines) {
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0 && lines[i].substring(0, colon).equalsIgnoreCase("Accept")) {
        return lines[i].substring(colon + 1).strip();
      }
    }
    return null;
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
