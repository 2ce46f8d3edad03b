package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.log.LogFormat;
import etl.testing.SampleLogin;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every value of every message holds the word, and the word must appear nowhere: at the most
 * verbose log level, with traces, in either format, in the database's log.
 */
@Tag("servers")
class LeakTest {
  private static final String CANARY = "canary";
  private static final String IP = "canary-ip";

  private static final List<String> GOOD =
      List.of(
          SampleLogin.body("canary-user-1", IP, "canary-device-1"),
          SampleLogin.body("canary-user-2", "canary-ip-2", "canary-device-2"),
          """
          {"user_id":"canary-user-3","ip":"canary-ip-3","device_id":"canary-device-3",\
          "extra":{"canary":["canary"]}}""");

  private static final List<String> BAD =
      List.of(
          "canary",
          "{\"user_id\":\"canary\"",
          "{\"user_id\":\"canary\",}",
          "[\"canary\"]",
          "\"canary\"",
          "{canary:1}",
          "{\"canary\":\"canary\"}",
          "{\"user_id\":\"canary\",\"user_id\":\"canary\",\"ip\":\"canary\",\"device_id\":\"canary\"}",
          "{\"user_id\":\"canary\",\"ip\":null,\"device_id\":\"canary\"}",
          "{\"user_id\":\"canary\",\"ip\":\"\",\"device_id\":\"canary\"}",
          "{\"user_id\":\"canary\",\"ip\":{\"canary\":1},\"device_id\":\"canary\"}",
          "{\"user_id\":\"canary\",\"ip\":[\"canary\"],\"device_id\":\"canary\"}",
          SampleLogin.body(CANARY.repeat(40), "canary", "canary"),
          SampleLogin.body("canary\\u0000", "canary", "canary"),
          SampleLogin.body("canary", "canary\\ud800", "canary"));

  /** What only the database refuses. */
  private static final String REFUSED =
      """
      {"user_id":"canary-user-4","ip":"canary-ip-4","device_id":"canary-device-4",\
      "locale":"canary-refused"}""";

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    installation
        .database()
        .execute("alter table user_logins add check (locale <> 'canary-refused')");
  }

  @ParameterizedTest
  @EnumSource
  void consuming_tells_nothing(LogFormat format) throws Exception {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    installation.queue().send(REFUSED);
    int all = GOOD.size() + BAD.size() + 1;
    Spawned consumed = spawn(format, "consume", "--max-messages", Integer.toString(all));
    assertThat(consumed.code()).isZero();
    assertThat(consumed.out()).containsPattern("written +3\n").containsPattern("rejected +16\n");
    assertThat(consumed.err()).contains("message.committed", "message.rejected");
    assertTellsNothing(consumed);
    assertThat(TestPostgres.server().log()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @EnumSource
  void giving_up_tells_nothing(LogFormat format) throws Exception {
    installation.queue().sendAll(GOOD);
    installation.database().execute("alter table user_logins add check (user_id is null)");
    Spawned consumed = spawn(format, "consume", "--max-messages", "3", "--on-reject", "leave");
    consumed.code();
    assertTellsNothing(consumed);
    installation.database().execute("drop table map_desmask; create view map_desmask as select 1");
    Spawned failed = spawn(format, "consume", "--max-messages", "3");
    assertThat(failed.code()).isNotZero();
    assertTellsNothing(failed);
  }

  @Test
  void dry_run_shows_masks_and_no_originals() throws Exception {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    int all = GOOD.size() + BAD.size();
    Spawned shown =
        spawn(LogFormat.TEXT, "consume", "--dry-run", "--max-messages", Integer.toString(all));
    assertThat(shown.code()).isZero();
    assertThat(shown.err()).doesNotContain(CANARY);
    assertThat(shown.out()).contains("canary-user-1").doesNotContain(IP, "canary-device");
  }

  @Test
  void recovering_tells_originals_on_standard_output_alone() throws Exception {
    installation.queue().sendAll(GOOD);
    assertThat(installation.etl("consume", "--max-messages", "3").code()).isZero();
    String unknown = "0f".repeat(32);
    Spawned found = spawn(LogFormat.TEXT, "recover", SampleLogin.sha256(IP), unknown);
    assertThat(found.code()).isEqualTo(3);
    assertThat(found.out()).contains("\tip\t" + IP + "\n");
    assertThat(found.err()).contains(unknown).doesNotContain(CANARY);
    // Whoever mistakes an original for a hash has it on the command line already, not in a log.
    Spawned mistaken = spawn(LogFormat.TEXT, "recover", IP);
    assertThat(mistaken.code()).isEqualTo(2);
    assertTellsNothing(mistaken);
    installation.database().execute("drop table map_desmask");
    Spawned failed = spawn(LogFormat.JSON, "recover", SampleLogin.sha256(IP));
    assertThat(failed.code()).isEqualTo(78);
    assertTellsNothing(failed);
  }

  private Spawned spawn(LogFormat format, String... args) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--log-level", "trace", "--stacktrace", "--log-format", format.toString()));
    Spawned etl = Spawned.etl(folder, installation.withEnvFile(all.toArray(String[]::new)));
    etl.code();
    return etl;
  }

  private static void assertTellsNothing(Spawned etl) {
    assertThat(etl.out()).doesNotContain(CANARY);
    assertThat(etl.err()).doesNotContain(CANARY);
  }
}
