package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.ProcessSignals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** {@code bin/etl consume} as a process of its own. */
final class ConsumerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Process process;
  private final Path out;
  private final Path err;

  private ConsumerProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
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
    int number = NUMBERS.incrementAndGet();
    Path out = folder.resolve("out-" + number);
    Path err = folder.resolve("err-" + number);
    ProcessBuilder builder =
        new ProcessBuilder(ProcessSignals.heardBy(command))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
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
    try {
      return new ConsumerProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    Await.until(
        () -> text + " in " + err(),
        () -> {
          boolean ended = !process.isAlive();
          boolean found = logged(text) >= times;
          if (ended && !found) {
            throw new IllegalStateException("it has ended: " + err());
          }
          return found;
        });
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The most memory that the whole process has had, as Linux tells it; elsewhere not known. */
  String memory() {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    return Files.exists(status)
        ? read(status).replaceFirst("(?s).*VmHWM:\\s*([^\n]*).*", "$1")
        : "not known";
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL: it can do nothing about it. */
  void kill() {
    process.destroyForcibly();
    code();
  }

  /** SIGSTOP: it stands still, as a machine that sleeps. */
  void freeze() {
    ProcessSignals.send("STOP", process.pid());
  }

  /** SIGCONT: it goes on, and has noticed nothing. */
  void thaw() {
    ProcessSignals.send("CONT", process.pid());
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end and returns its exit code. */
  int code() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end: " + err());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** What it says that it did, after its end. */
  JsonObject summary() {
    return JsonParser.parseString(read(out)).getAsJsonObject();
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
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
