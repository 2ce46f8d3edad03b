package etl.bench;

import com.google.gson.JsonParser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A drain by {@code bin/etl} as a whole process, beside its ceilings: a program that only receives
 * and deletes, and one that only writes. The same machine runs the queue's stand-in, PostgreSQL
 * with its default settings, and the program. Prints medians, and their ratios to the ceilings.
 */
final class DrainBenchmark {
  private static final int ROUNDS = 3;
  private static final int STARTS = 11;
  private static final int DUPLICATES = 2;
  private static final String PLAIN = "etl consume";
  private static final String KEYED = "etl consume --keys";
  private static final String LAUNCHER = Path.of("bin", "etl").toString();

  private static final List<String> JVM =
      List.of(
          "java",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "-cp",
          System.getProperty("java.class.path"));

  /** One run: how fast, since the first receive or write and since the start, and at what cost. */
  private record Measure(
      double perSecond, double perSecondWithStart, double cpu, double peak, double requests) {}

  private final EmbeddedPostgres postgres;
  private final int messages;
  private final Duration latency;
  private final Map<String, List<Measure>> measures = new LinkedHashMap<>();
  private int databases;

  private DrainBenchmark(EmbeddedPostgres postgres, int messages, Duration latency) {
    this.postgres = postgres;
    this.messages = messages;
    this.latency = latency;
  }

  /**
   * Measures.
   *
   * @param args how many messages, and the queue's latency in milliseconds
   */
  public static void main(String[] args) throws Exception {
    int messages = Integer.parseInt(args[0]);
    Duration latency = Duration.ofMillis(Long.parseLong(args[1]));
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      new DrainBenchmark(postgres, messages, latency).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    // Builds the checkout where that is due, and leaves the archives of classes behind.
    Child.run(List.of(LAUNCHER, "--version"), Map.of());
    recover();
    Path keys = Files.createTempDirectory("etl-bench-").resolve("keys");
    Child.run(List.of(LAUNCHER, "keys", "create", keys.toString()), Map.of());
    for (int i = 0; i < ROUNDS; i++) {
      note("queue alone", queueAlone());
      note("database alone", databaseAlone());
      note(PLAIN, drain());
      note(KEYED, drain("--keys", keys.toString()));
    }
    printDrain();
    printStarts();
  }

  private void note(String what, Measure measure) {
    measures.computeIfAbsent(what, name -> new ArrayList<>()).add(measure);
  }

  private Measure queueAlone() throws Exception {
    try (QueueStandIn queue = new QueueStandIn(messages, DUPLICATES, latency)) {
      return measure(queue, program("QueueCeiling", queue.url(), "32"), Map.of());
    }
  }

  private Measure drain(String... options) throws Exception {
    String database = createDatabase();
    Map<String, String> environment =
        Map.of(
            "ETL_DATABASE_URL", database,
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "key",
            "AWS_SECRET_ACCESS_KEY", "secret");
    try (QueueStandIn queue = new QueueStandIn(messages, DUPLICATES, latency)) {
      List<String> command = new ArrayList<>(List.of(LAUNCHER, "consume"));
      command.addAll(List.of("--queue-url", queue.url(), "--idle", "1s", "--format", "json"));
      command.addAll(List.of(options));
      return measure(queue, command, environment);
    }
  }

  private Measure measure(QueueStandIn queue, List<String> command, Map<String, String> environment)
      throws Exception {
    Child child = Child.run(command, environment);
    if (!child.out().isEmpty()) {
      int written = JsonParser.parseString(child.out()).getAsJsonObject().get("written").getAsInt();
      require(written == messages, "rows: " + written);
    }
    require(queue.deleted() >= messages, "deleted: " + queue.deleted());
    return new Measure(
        messages * 1e9 / (queue.lastDelete() - queue.firstReceive()),
        messages * 1e9 / (queue.lastDelete() - child.started()),
        child.cpuSeconds() * 100_000 / messages,
        child.peakMebibytes(),
        queue.requests() * 1_000.0 / queue.deleted());
  }

  private Measure databaseAlone() throws Exception {
    List<String> command = program("StoreCeiling", createDatabase(), Integer.toString(messages));
    Child child = Child.run(command, Map.of());
    return new Measure(
        messages / Double.parseDouble(child.out()),
        messages / child.seconds(),
        child.cpuSeconds() * 100_000 / messages,
        child.peakMebibytes(),
        0);
  }

  private void printDrain() {
    System.out.printf(
        "%n%d messages, %d %% delivered twice, %d ms a call, medians of %d%n%n",
        messages, DUPLICATES, latency.toMillis(), ROUNDS);
    System.out.println(
        "| | messages/s | with start | CPU s per 100,000 | peak MiB | requests/1,000 |");
    System.out.println("|---|--:|--:|--:|--:|--:|");
    measures.forEach(
        (what, runs) ->
            System.out.printf(
                "| %s | %.0f | %.0f | %.1f | %.0f | %.1f |%n",
                what,
                median(runs, Measure::perSecond),
                median(runs, Measure::perSecondWithStart),
                median(runs, Measure::cpu),
                median(runs, Measure::peak),
                median(runs, Measure::requests)));
    double queue = median(measures.get("queue alone"), Measure::perSecond);
    double database = median(measures.get("database alone"), Measure::perSecond);
    double drain = median(measures.get(PLAIN), Measure::perSecond);
    double keyed = median(measures.get(KEYED), Measure::perSecond);
    System.out.printf(
        "%netl drains at %.2f of the queue's ceiling and %.2f of the database's;%n"
            + "with keys, at %.2f of what it does without.%n",
        drain / queue, drain / database, keyed / drain);
  }

  private void printStarts() throws Exception {
    Map<String, List<Child>> starts = new LinkedHashMap<>();
    for (int i = 0; i < STARTS; i++) {
      start(starts, "java that prints a line", program("BareJvm"));
      start(starts, "etl --version", List.of(LAUNCHER, "--version"));
      starts.computeIfAbsent("etl recover HASH", name -> new ArrayList<>()).add(recover());
    }
    System.out.printf("%n| start | ms | CPU ms |%n|---|--:|--:|%n");
    starts.forEach(
        (what, runs) ->
            System.out.printf(
                "| %s | %.0f | %.0f |%n",
                what,
                1_000 * median(runs, Child::seconds),
                1_000 * median(runs, Child::cpuSeconds)));
  }

  private static void start(Map<String, List<Child>> starts, String what, List<String> command)
      throws Exception {
    starts.computeIfAbsent(what, name -> new ArrayList<>()).add(Child.run(command, Map.of()));
  }

  /** Looks up the address of one of the logins of a database of its own. */
  private Child recover() throws Exception {
    String original = "192.0.2.1";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(original.getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().formatHex(hash);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists map_desmask (hash_val text, original_val text)");
      statement.execute("truncate map_desmask");
      statement.execute("insert into map_desmask values ('" + hex + "', '" + original + "')");
    }
    Child child =
        Child.run(List.of(LAUNCHER, "recover", hex), Map.of("ETL_DATABASE_URL", url("postgres")));
    require(child.out().endsWith(original), "recovered: " + child.out());
    return child;
  }

  private String createDatabase() throws Exception {
    String name = "bench_" + ++databases;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
      statement.execute("checkpoint");
    }
    return url(name);
  }

  private String url(String database) {
    return "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database;
  }

  private static List<String> program(String name, String... arguments) {
    List<String> command = new ArrayList<>(JVM);
    command.add("etl.bench." + name);
    command.addAll(List.of(arguments));
    return command;
  }

  private static <T> double median(List<T> runs, ToDoubleFunction<T> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }
}
