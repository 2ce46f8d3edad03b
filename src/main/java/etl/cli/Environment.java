package etl.cli;

import etl.sqs.StaticCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that the commands go by: those of the process and those of an env file. What the
 * process says about a thing wins over all that the file says about it, under whichever of the
 * thing's names. An empty variable counts as none.
 */
final class Environment implements AutoCloseable {
  static final List<String> QUEUE_URL = List.of("ETL_QUEUE_URL", "QUEUE_URL");
  static final List<String> QUEUE_NAME = List.of("ETL_QUEUE_NAME");
  static final List<String> ENDPOINT = List.of("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL");
  static final List<String> REGION = List.of("AWS_REGION", "AWS_DEFAULT_REGION");

  static final String KEYS_FILE = "ETL_KEYS_FILE";
  static final String KEYS = "ETL_KEYS";

  static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
  static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";

  /** The names of one thing each. */
  private static final List<List<String>> THINGS =
      List.of(
          List.of("ETL_QUEUE_URL", "QUEUE_URL", "ETL_QUEUE_NAME"),
          ENDPOINT,
          REGION,
          List.of("ETL_DATABASE_URL", "DATABASE_URL"),
          List.of(KEYS_FILE, KEYS),
          List.of("PGHOST", "DB_HOST"),
          List.of("PGPORT", "DB_PORT"),
          List.of("PGDATABASE", "DB_NAME"),
          List.of("PGUSER", "DB_USER"),
          List.of("PGPASSWORD", "DB_PASSWORD"));

  private final Map<String, String> process;
  private final Map<String, String> file;
  private final Runnable onClose;

  /**
   * @param process the process's own variables
   * @param file the env file's, none if there is no such file
   * @param onClose ends what the variables lead to, where it was started for them
   */
  Environment(Map<String, String> process, Map<String, String> file, Runnable onClose) {
    this.process = Map.copyOf(process);
    this.file = Map.copyOf(file);
    this.onClose = onClose;
  }

  /** The value of the first of these variables that has one. */
  Optional<String> first(List<String> names) {
    return names.stream().map(this::get).filter(value -> value != null).findFirst();
  }

  /** One variable's value, null if it has none. */
  String get(String name) {
    String value = in(process, name);
    return value != null || processSpeaksOf(name) ? value : in(file, name);
  }

  /** The env file's AWS credentials, where they are a set and the process brings none. */
  Optional<StaticCredentials> credentials() {
    boolean own = in(process, ACCESS_KEY_ID) != null || in(process, "AWS_PROFILE") != null;
    String id = in(file, ACCESS_KEY_ID);
    String secret = in(file, SECRET_ACCESS_KEY);
    return own || id == null || secret == null
        ? Optional.empty()
        : Optional.of(new StaticCredentials(id, secret, in(file, "AWS_SESSION_TOKEN")));
  }

  @Override
  public void close() {
    onClose.run();
  }

  private boolean processSpeaksOf(String name) {
    return THINGS.stream()
        .filter(names -> names.contains(name))
        .anyMatch(names -> names.stream().anyMatch(n -> in(process, n) != null));
  }

  private static String in(Map<String, String> variables, String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
