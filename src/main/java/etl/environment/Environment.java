package etl.environment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * The variables that the commands use: those of the process and those of an env file. A setting
 * that the process gives under any of its names wins over whatever the file gives for it. An empty
 * variable counts as unset.
 */
public final class Environment implements AutoCloseable {
  public static final List<String> QUEUE_URL = List.of("ETL_QUEUE_URL", "QUEUE_URL");
  public static final List<String> QUEUE_NAME = List.of("ETL_QUEUE_NAME");
  public static final List<String> ENDPOINT = List.of("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL");
  public static final List<String> REGION = List.of("AWS_REGION", "AWS_DEFAULT_REGION");

  public static final String SPEC = "ETL_SPEC";

  public static final String KEYS_FILE = "ETL_KEYS_FILE";
  public static final String KEYS = "ETL_KEYS";
  public static final String RECOVERY_KEYS_FILE = "ETL_RECOVERY_KEYS_FILE";
  public static final String RECOVERY_KEYS = "ETL_RECOVERY_KEYS";

  public static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
  public static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";

  /** The settings, each with all its names. */
  private static final List<List<String>> THINGS =
      List.of(
          List.of("ETL_QUEUE_URL", "QUEUE_URL", "ETL_QUEUE_NAME"),
          ENDPOINT,
          REGION,
          List.of("ETL_DATABASE_URL", "DATABASE_URL"),
          List.of(KEYS_FILE, KEYS),
          List.of(RECOVERY_KEYS_FILE, RECOVERY_KEYS),
          List.of("https_proxy", "HTTPS_PROXY"),
          List.of("http_proxy", "HTTP_PROXY"),
          List.of("all_proxy", "ALL_PROXY"),
          List.of("no_proxy", "NO_PROXY"),
          List.of("PGSERVICE", "PGHOST", "PGHOSTADDR", "DB_HOST"),
          List.of("PGPORT", "DB_PORT"),
          List.of("PGDATABASE", "DB_NAME"),
          List.of("PGUSER", "DB_USER"),
          List.of("PGPASSWORD", "DB_PASSWORD"));

  private final Map<String, String> process;
  private final Map<String, String> file;
  private final Supplier<Map<String, String>> reader;
  private final Runnable onClose;

  /**
   * @param process the process's own variables
   * @param file the env file's; empty without one
   * @param onClose stops what was started for these variables, such as a sandbox
   */
  public Environment(Map<String, String> process, Map<String, String> file, Runnable onClose) {
    this(process, file, () -> file, onClose);
  }

  /**
   * @param reader reads the env file anew
   */
  public Environment(
      Map<String, String> process,
      Map<String, String> file,
      Supplier<Map<String, String>> reader,
      Runnable onClose) {
    this.process = Map.copyOf(process);
    this.file = Map.copyOf(file);
    this.reader = reader;
    this.onClose = onClose;
  }

  /** The same with the env file as it is now. */
  public Environment readAnew() {
    return new Environment(process, reader.get(), reader, onClose);
  }

  /** The same with another value of the process's. */
  public Environment with(String name, String value) {
    Map<String, String> changed = new HashMap<>(process);
    changed.put(name, value);
    return new Environment(changed, file, reader, onClose);
  }

  /** The value of the first of these variables that has one. */
  public Optional<String> first(List<String> names) {
    return names.stream().map(this::get).filter(value -> value != null).findFirst();
  }

  /** One variable's value; null if it is unset. */
  public String get(String name) {
    String value = in(process, name);
    return value != null || processSpeaksOf(name) ? value : in(file, name);
  }

  /** The process's own value, regardless of the file; empty if it has none. */
  public Optional<String> ofProcess(String name) {
    return Optional.ofNullable(in(process, name));
  }

  /** The env file's value, regardless of the process; empty if it has none. */
  public Optional<String> ofFile(String name) {
    return Optional.ofNullable(in(file, name));
  }

  /** The same without those of the variables, the process's and the file's, that are like this. */
  public Environment without(BiPredicate<String, String> unwanted) {
    return new Environment(
        without(process, unwanted),
        without(file, unwanted),
        () -> without(reader.get(), unwanted),
        onClose);
  }

  /** The names of the variables, the process's and the file's, that have a value like this. */
  public SortedSet<String> names(BiPredicate<String, String> wanted) {
    SortedSet<String> names = new TreeSet<>();
    for (Map<String, String> variables : List.of(process, file)) {
      variables.forEach(
          (name, value) -> {
            if (!value.isEmpty() && wanted.test(name, value)) {
              names.add(name);
            }
          });
    }
    return names;
  }

  @Override
  public void close() {
    onClose.run();
  }

  private static Map<String, String> without(
      Map<String, String> variables, BiPredicate<String, String> unwanted) {
    Map<String, String> rest = new HashMap<>(variables);
    rest.entrySet().removeIf(entry -> unwanted.test(entry.getKey(), entry.getValue()));
    return rest;
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
