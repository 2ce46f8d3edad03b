package etl.debian;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.DebianProgram;
import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.testing.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see on a real terminal, before and after it changes its size. */
@Tag("debian")
@Tag("servers")
class TerminalTest {
  @TempDir Path folder;

  private final DebianProgram tmux = new DebianProgram("tmux", "tmux");
  private final TestQueue queue = ElasticMq.shared().queue();
  private final TestDatabase database = TestPostgres.server().createDatabase();

  @BeforeEach
  void set_up() throws Exception {
    tmux.assumeInstalled();
    Files.write(
        folder.resolve("env"),
        List.of(
            "QUEUE_URL=" + queue.url(),
            "AWS_REGION=us-east-1",
            "AWS_ACCESS_KEY_ID=" + ElasticMq.CREDENTIALS.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY=" + ElasticMq.CREDENTIALS.secretAccessKey(),
            "DATABASE_URL=" + database.url()));
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh");
  }

  @AfterEach
  void tear_down() throws Exception {
    if (Files.exists(folder.resolve("env"))) {
      tmux("kill-server");
    }
  }

  @Test
  void bar_of_a_drain_stays_one_line_and_goes_without_a_trace() throws Exception {
    queue.sendAll(IntStream.range(0, 50).mapToObj(SampleLogin::body).toList());
    type(etl("consume", "--idle", "60s"));
    await("50/50");
    tmux("resize-window", "-x", "50", "-y", "30");
    await("draining 100% \\|.{0,20}\\| 50/50 [^\n]{0,18}\n");
    assertThat(screen()).containsOnlyOnce("draining");
    tmux("resize-window", "-x", "120", "-y", "30");
    await("draining 100% \\|.{40,}\\| 50/50");
    assertThat(screen()).containsOnlyOnce("draining");
    tmux("send-keys", "C-c");
    await("stopped by +signal");
    assertThat(screen()).doesNotContain("draining", "^C").contains("consume.stopping");
  }

  @Test
  void statistics_are_watched_in_place_and_the_last_ones_stay() throws Exception {
    type(etl("stats", "--watch=1"));
    await("rates over the last");
    assertThat(screen()).startsWith("etl stats").containsOnlyOnce("visible");
    tmux("resize-window", "-x", "30", "-y", "8");
    await("\\Aetl stats.{1,21}\nqueue http[^\n]{1,20}\n");
    tmux("resize-window", "-x", "100", "-y", "30");
    await("rejected_messages +[-0]");
    tmux("send-keys", "C-c");
    await("\\Aqueue http(?s:.*)rejected_messages");
    assertThat(screen()).doesNotContain("etl stats", "stored per second");
  }

  private String etl(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "etl.Main"));
    command.addAll(List.of(args));
    command.addAll(List.of("--env-file", folder.resolve("env").toString()));
    return String.join(" ", command);
  }

  /** By a file: the command is longer than a terminal likes. */
  private void type(String command) throws Exception {
    Path script = Files.writeString(folder.resolve("command"), command + "\n");
    tmux("send-keys", "clear; LANG=C.UTF-8 sh " + script, "Enter");
  }

  private void await(String pattern) {
    Await.until(
        () -> pattern + " in\n" + screen(), () -> screen().matches("(?s).*(?:" + pattern + ").*"));
  }

  private String screen() {
    try {
      return tmux("capture-pane", "-p");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String tmux(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("-S", folder.resolve("server").toString()));
    all.addAll(List.of(args));
    return tmux.run(folder, all.toArray(String[]::new));
  }
}
