package etl.bench;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Logins by number: the same number gives the same login in every process. */
final class BenchmarkLogins {
  private BenchmarkLogins() {}

  /** A message id, as random as those of SQS. */
  static String id(int number) {
    return UUID.nameUUIDFromBytes(("login " + number).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Some users share an address, and most come back with the device that they had. */
  static String body(int number) {
    int user = (int) (number * 2_654_435_761L % 30_011);
    return """
    {"user_id": "user-%d", "device_type": "%s", "ip": "10.%d.%d.%d", "device_id": "device-%d-%d", \
    "locale": "%s", "app_version": "2.%d.0"}"""
        .formatted(
            user,
            user % 2 == 0 ? "ios" : "android",
            user / 65_536,
            user / 256 % 256,
            user % 256,
            user,
            number % 3,
            user % 5 == 0 ? "null" : "DE",
            number % 10);
  }
}
