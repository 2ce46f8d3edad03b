package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.cli.Spawned;
import etl.testing.ElasticMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** {@code bin/etl consume} as a process of its own. */
final class ConsumerProcess implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Spawned process;

  private ConsumerProcess(Spawned process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder where its output goes
   * @param queueUrl the queue, whose host is the endpoint
   * @param databaseUrl the database
   * @param javaOptions options of the JVM
   * @param args what follows {@code consume}
   */
  static ConsumerProcess start(
      Path folder, String queueUrl, String databaseUrl, String javaOptions, String... args) {
    List<String> command = new ArrayList<>(List.of("bin/etl", "consume", "--format", "json"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "ETL_QUEUE_URL",
                queueUrl,
                "ETL_DATABASE_URL",
                databaseUrl,
                "AWS_ACCESS_KEY_ID",
                ElasticMq.CREDENTIALS.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                ElasticMq.CREDENTIALS.secretAccessKey(),
                "AWS_REGION",
                "us-east-1",
                "ETL_JAVA_OPTS",
                javaOptions));
    String name = Integer.toString(NUMBERS.incrementAndGet());
    return new ConsumerProcess(Spawned.start(builder, folder, name));
  }

  /** Whether it has reached both sides. */
  boolean hasStarted() {
    return err().contains("consume.started");
  }

  /** How often this stands in its log. */
  int logged(String text) {
    return err().split(Pattern.quote(text), -1).length - 1;
  }

  /** Waits until this stands in its log so many times. */
  void awaitLog(String text, int times) {
    process.awaitErr(err -> logged(text) >= times);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The most memory that the whole process has had, as Linux tells it; elsewhere not known. */
  String memory() {
    try {
      return Files.readString(Path.of("/proc/" + pid() + "/status"))
          .replaceFirst("(?s).*VmHWM:\\s*([^\n]*).*", "$1");
    } catch (IOException e) {
      return "not known";
    }
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL: it can do nothing about it. */
  void kill() {
    process.close();
    code();
  }

  /** SIGSTOP: it stands still, as a machine that sleeps. */
  void freeze() {
    process.signal("STOP");
  }

  /** SIGCONT: it goes on, and has noticed nothing. */
  void thaw() {
    process.signal("CONT");
  }

  void terminate() {
    process.signal("TERM");
  }

  /** Waits for its end and returns its exit code. */
  int code() {
    return process.code();
  }

  /** What it says that it did, after its end. */
  JsonObject summary() {
    return JsonParser.parseString(process.out()).getAsJsonObject();
  }

  /** Each delivery has had one fate. */
  void assertSummaryAddsUp() {
    JsonObject summary = summary();
    int fates = 0;
    for (String fate : List.of("written", "duplicates", "rejected", "left", "released")) {
      fates += summary.get(fate).getAsInt();
    }
    assertThat(fates).as(summary.toString()).isEqualTo(summary.get("received").getAsInt());
  }

  String err() {
    return process.err();
  }

  @Override
  public void close() {
    process.close();
  }
}
