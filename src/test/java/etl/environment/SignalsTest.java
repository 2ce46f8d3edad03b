package etl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.cli.Installation;
import etl.cli.Spawned;
import etl.testing.SampleLogin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class SignalsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void first_signal_ends_a_follower_with_its_summary_and_0(String signal) throws Exception {
    try (Spawned etl = Spawned.etl(folder, following())) {
      etl.awaitErr(err -> err.contains("consume.started"));
      etl.signal(signal);
      assertThat(etl.code()).isZero();
      JsonObject summary = JsonParser.parseString(etl.out()).getAsJsonObject();
      assertThat(summary.get("stopped_by").getAsString()).isEqualTo("signal");
    }
  }

  @Test
  void first_signal_ends_a_follower_whose_queue_does_not_answer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/0/q";
      try (Spawned etl = Spawned.etl(folder, following("--queue-url", url))) {
        silent.accept();
        etl.signal("TERM");
        assertThat(etl.code()).isZero();
        assertThat(etl.out()).contains("\"stopped_by\":\"signal\"");
      }
    }
  }

  @Test
  void shutdown_that_overruns_its_time_ends_with_the_summary_and_0() throws Exception {
    Installation installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    String[] args =
        installation.withEnvFile(
            "consume", "--follow", "--log-level", "debug", "--shutdown-timeout", "2s");
    try (Connection blocking = installation.database().connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("lock table map_desmask in access exclusive mode");
      installation.queue().send(SampleLogin.body(1));
      try (Spawned etl = Spawned.etl(folder, args)) {
        etl.awaitErr(err -> err.contains("queue.received messages=1"));
        etl.signal("TERM");
        assertThat(etl.code()).isZero();
        assertThat(etl.out())
            .contains("received            1\n")
            .contains("stopped by          signal\n");
      }
    }
  }

  @Test
  void hang_up_is_ignored_under_nohup() throws Exception {
    try (Spawned program = Spawned.ignoring("HUP", folder, Unstoppable.class)) {
      program.awaitErr(err -> err.contains("working"));
      program.signal("HUP");
      program.signal("TERM");
      program.awaitErr(err -> err.contains("asked to stop"));
      program.signal("INT");
      assertThat(program.code()).isEqualTo(130);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, INT, 130", "INT, TERM, 143"})
  void second_signal_ends_it_at_once(String first, String second, int code) throws Exception {
    try (Spawned program = Spawned.start(folder, List.of(), Unstoppable.class)) {
      program.awaitErr(err -> err.contains("working"));
      program.signal(first);
      program.awaitErr(err -> err.contains("asked to stop"));
      program.signal(second);
      assertThat(program.code()).isEqualTo(code);
    }
  }

  private String[] following(String... more) {
    List<String> args = new ArrayList<>(List.of("consume", "--follow", "--dry-run"));
    args.addAll(List.of("--format", "json", "--shutdown-timeout", "2s"));
    args.addAll(List.of(more));
    return Installation.in(folder).withEnvFile(args.toArray(String[]::new));
  }
}
