package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.environment.TextOrJson;
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
 * verbose log level, with traces, in either format, in the database's log. With logs as text each
 * command is a process of its own; as JSON it runs in this one, which takes a tenth of the time.
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
  void consuming_tells_nothing(TextOrJson format) {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    installation.queue().send(REFUSED);
    int all = GOOD.size() + BAD.size() + 1;
    Run consumed = run(format, "consume", "--max-messages", Integer.toString(all));
    assertThat(consumed.code()).isZero();
    assertThat(consumed.out()).containsPattern("written +3\n").containsPattern("rejected +16\n");
    assertThat(consumed.err()).contains("message.committed", "message.rejected");
    assertTellsNothing(consumed);
    assertThat(TestPostgres.server().log()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @EnumSource
  void giving_up_tells_nothing(TextOrJson format) {
    installation.queue().sendAll(GOOD);
    installation.database().execute("alter table user_logins add check (user_id is null)");
    Run consumed = run(format, "consume", "--max-messages", "3", "--on-reject", "leave");
    assertTellsNothing(consumed);
    installation.database().execute("drop table map_desmask; create view map_desmask as select 1");
    Run failed = run(format, "consume", "--max-messages", "3");
    assertThat(failed.code()).isNotZero();
    assertTellsNothing(failed);
  }

  @Test
  void dry_run_shows_masks_and_no_originals() {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    int all = GOOD.size() + BAD.size();
    Run shown =
        run(TextOrJson.TEXT, "consume", "--dry-run", "--max-messages", Integer.toString(all));
    assertThat(shown.code()).isZero();
    assertThat(shown.err()).doesNotContain(CANARY);
    assertThat(shown.out()).contains("canary-user-1").doesNotContain(IP, "canary-device");
  }

  @Test
  void recovering_tells_originals_on_standard_output_alone() {
    installation.queue().sendAll(GOOD);
    assertThat(installation.etl("consume", "--max-messages", "3").code()).isZero();
    String unknown = "0f".repeat(32);
    Run found = run(TextOrJson.TEXT, "recover", SampleLogin.sha256(IP), unknown);
    assertThat(found.code()).isEqualTo(3);
    assertThat(found.out()).contains("\tip\t" + IP + "\n");
    assertThat(found.err()).contains(unknown).doesNotContain(CANARY);
    // Whoever mistakes an original for a hash has it on the command line already, not in a log.
    Run mistaken = run(TextOrJson.TEXT, "recover", IP);
    assertThat(mistaken.code()).isEqualTo(2);
    assertTellsNothing(mistaken);
    installation.database().execute("drop table map_desmask");
    Run failed = run(TextOrJson.JSON, "recover", SampleLogin.sha256(IP));
    assertThat(failed.code()).isEqualTo(78);
    assertTellsNothing(failed);
  }

  /**
   * A trigger that quotes a value in its message itself is not among what is kept out of the
   * server's log: only its author can do that.
   */
  @ParameterizedTest
  @EnumSource
  void daily_commands_tell_nothing_and_the_server_logs_nothing(TextOrJson format) {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    installation.queue().send(REFUSED);
    String messages = Integer.toString(GOOD.size() + BAD.size() + 1);
    assertThat(tellsNothing(format, "consume", "--max-messages", messages).code()).isZero();
    String report = format == TextOrJson.JSON ? "json" : "text";

    // A check, a unique index and a trigger.
    refuseByEveryMeans();
    mendRejects();
    assertThat(tellsNothing(format, "rejects", "retry", "--all", "--format", report).out())
        .containsPattern("written\"?:? *0");
    String id = installation.database().query("select message_id from rejected_messages").get(0);
    assertThat(tellsNothing(format, "rejects", "retry", id, "--format", report).code())
        .isBetween(0, 3);
    assertThat(tellsNothing(format, "rejects", "list", "--format", report).code()).isZero();
    assertThat(run(format, "rejects", "show", id).err()).doesNotContain(CANARY);
    assertThat(tellsNothing(format, "rejects", "show", IP).code()).isEqualTo(3);
    assertThat(tellsNothing(format, "stats", "--format", report).code()).isZero();
    assertThat(tellsNothing(format, "doctor", "--format", report).code()).isNotEqualTo(1);
    assertThat(tellsNothing(format, "grants").code()).isZero();
    assertThat(tellsNothing(format, "migrate").code()).isZero();

    String keys = folder.resolve("keys").toString();
    assertThat(tellsNothing(format, "keys", "create", keys).code()).isZero();
    assertThat(
            tellsNothing(format, "forget", SampleLogin.sha256(IP), "--yes", "--format", report)
                .code())
        .isZero();
    assertThat(tellsNothing(format, "forget", IP, "--yes").code()).isEqualTo(2);
    assertThat(
            tellsNothingOf("canary-ip-2\n", format, "forget", "--value-from-stdin", "--yes").code())
        .isZero();
    assertFailed(tellsNothing(format, "remask", "--keys", keys));
    installation.database().execute("alter table user_logins drop constraint no_row");
    assertThat(tellsNothing(format, "remask", "--keys", keys, "--format", report).code()).isZero();
    assertThat(tellsNothing(format, "forget", "--older-than=0s", "--yes", "--keys", keys).code())
        .isZero();
    assertThat(tellsNothing(format, "audit", "--format", report).code()).isZero();
    assertThat(tellsNothing(format, "rejects", "purge", "--older-than=0s").code()).isZero();
    assertThat(TestPostgres.server().log())
        .contains("violates check constraint", "one_once")
        .doesNotContain(CANARY + "-");
  }

  /** Each command over tables in which everything that it writes is refused. */
  @ParameterizedTest
  @EnumSource
  void failing_commands_tell_nothing_and_the_server_logs_nothing(TextOrJson format) {
    installation.queue().sendAll(GOOD);
    installation.queue().sendAll(BAD);
    String messages = Integer.toString(GOOD.size() + BAD.size());
    assertThat(tellsNothing(format, "consume", "--max-messages", messages).code()).isZero();
    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    mendRejects();
    installation
        .database()
        .execute(
            """
            alter table user_logins add constraint none check (masked_ip is null) not valid;
            alter table map_desmask add constraint none check (hash_val is null) not valid;
            alter table rejected_messages add constraint none check (reason is null) not valid;
            alter table recover_audit add constraint none check (action is null) not valid;
            alter table forgotten_hashes add constraint none check (hash_val is null) not valid
            """);
    String hash = SampleLogin.sha256(IP);
    assertFailed(tellsNothing(format, "recover", hash));
    assertFailed(tellsNothing(format, "forget", hash, "--yes"));
    assertFailed(tellsNothingOf(IP + "\n", format, "forget", "--value-from-stdin", "--yes"));
    assertFailed(tellsNothing(format, "forget", "--older-than=0s", "--yes"));
    assertFailed(tellsNothing(format, "rejects", "retry", "--all"));
    assertFailed(tellsNothing(format, "remask", "--keys", keys));
    installation.database().execute("alter table user_logins drop column message_id");
    installation.database().execute("insert into user_logins (user_id) values ('canary-user-1')");
    tellsNothing(format, "migrate");
    tellsNothing(format, "doctor");
    assertThat(TestPostgres.server().log())
        .contains("violates check constraint \"none\"")
        .doesNotContain(CANARY + "-");
  }

  private static void assertFailed(Run run) {
    assertThat(run.code()).isNotZero().isNotEqualTo(1);
  }

  private void refuseByEveryMeans() {
    installation
        .database()
        .execute(
            """
            alter table user_logins add constraint no_row check (user_id not like 'canary%') not valid;
            create unique index one_once on user_logins (left(user_id, 1)) where locale = 'once';
            insert into user_logins (user_id, locale) values ('c', 'once');
            create function refuse() returns trigger language plpgsql as $$
              begin raise exception 'refused' using detail = new.user_id, hint = new.user_id; end $$;
            create trigger refuse before insert on user_logins for each row
              when (new.locale = 'trigger') execute function refuse();
            """);
  }

  /** Gives the rejects bodies of which only the database can tell that they are bad. */
  private void mendRejects() {
    installation
        .database()
        .execute(
            """
            update rejected_messages r set kind = 'missing_field', reason = 'bad',
              body = convert_to(format(
                '{"user_id":"c%s","ip":"canary-ip-9","device_id":"canary-device-9","locale":"%s"}',
                case n % 3 when 0 then 'anary-user' else 'x' end,
                (array['DE', 'once', 'trigger'])[n % 3 + 1]), 'UTF8')
            from (
              select message_id, row_number() over (order by message_id) as n
              from rejected_messages) as numbered
            where numbered.message_id = r.message_id
            """);
  }

  private Run tellsNothing(TextOrJson format, String... args) {
    Run etl = run(format, args);
    assertTellsNothing(etl);
    return etl;
  }

  private Run tellsNothingOf(String in, TextOrJson format, String... args) {
    Run run = installation.reading(in, traced(format, args));
    assertThat(run.out() + run.err()).doesNotContain(CANARY);
    return run;
  }

  private static String[] traced(TextOrJson format, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--log-level", "trace", "--stacktrace", "--log-format", format.toString()));
    return all.toArray(String[]::new);
  }

  private Run run(TextOrJson format, String... args) {
    boolean local = List.of("keys", "grants").contains(args[0]);
    String[] all = traced(format, args);
    String[] whole = local ? all : installation.withEnvFile(all);
    if (format == TextOrJson.JSON) {
      return Run.etl(whole);
    }
    try (Spawned etl = Spawned.etl(folder, whole)) {
      return new Run(etl.code(), etl.out(), etl.err());
    }
  }

  private static void assertTellsNothing(Run etl) {
    assertThat(etl.out()).doesNotContain(CANARY);
    assertThat(etl.err()).doesNotContain(CANARY);
  }
}
