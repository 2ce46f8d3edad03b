package etl.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bodies of login messages, and what becomes of their values. */
public final class SampleLogin {
  private SampleLogin() {}

  /** A login whose values are these. */
  public static String body(String user, String ip, String device) {
    return """
        {"user_id":"%s","ip":"%s","device_id":"%s","device_type":"ios","locale":"DE","app_version":"2.3.0"}"""
        .formatted(user, ip, device);
  }

  /** Another one for each number. */
  public static String body(int number) {
    return body("user-" + number, "192.0.2." + number, "123-45-" + number);
  }

  /** Lacks the device. */
  public static String malformed(int number) {
    return "{\"user_id\":\"user-%d\",\"ip\":\"192.0.2.%d\"}".formatted(number, number);
  }

  /** As sha256sum prints it. */
  public static String sha256(String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
