package etl.cli.option;

import etl.environment.Environment;
import etl.postgres.DatabaseSettings;
import java.util.List;
import java.util.Map;

/** Which variables are nobody else's business. */
final class Secrets {
  private static final List<String> NAMES =
      List.of(
          "PGPASSWORD",
          "DB_PASSWORD",
          Environment.SECRET_ACCESS_KEY,
          "AWS_SESSION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          Environment.KEYS);

  private static final List<String> URLS = List.of("ETL_DATABASE_URL", "DATABASE_URL");

  private Secrets() {}

  /** Whether one of these variables holds a secret. */
  static boolean anyOf(Map<String, String> variables) {
    return NAMES.stream().anyMatch(name -> !variables.getOrDefault(name, "").isBlank())
        || URLS.stream()
            .map(name -> variables.getOrDefault(name, ""))
            .anyMatch(url -> !url.isBlank() && DatabaseSettings.mayHoldPassword(url));
  }
}
