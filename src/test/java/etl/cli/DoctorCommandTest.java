package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.ElasticMq;
import etl.testing.TestPostgres;
import etl.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class DoctorCommandTest {
  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    TestQueue dead = ElasticMq.shared().queue();
    installation = Installation.of(ElasticMq.shared().queue(ElasticMq.redrive(dead, 3)), folder);
  }

  @Test
  void healthy_pair_with_keys_has_no_complaints() {
    assertThat(installation.etl("migrate").code()).isZero();
    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    Run run = installation.etl("doctor", "--keys", keys);
    assertThat(run.out()).endsWith(" ok, 0 warnings, 0 failed\n");
    assertThat(run.out().lines().map(line -> line.split(" ")[0]))
        .doesNotContain("failed", "warning");
    assertThat(run.code()).isZero();
  }

  @Test
  void set_up_that_is_plain_on_purpose_is_green() {
    assertThat(installation.etl("migrate").code()).isZero();
    assertThat(installation.etl("doctor").out()).endsWith(" ok, 1 warning, 0 failed\n");
    Run run = installation.etl("doctor", "--allow-unkeyed");
    assertThat(run.out()).contains("no keys\n").endsWith(" ok, 0 warnings, 0 failed\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void tables_that_are_not_there_yet_and_missing_keys_are_warnings() {
    Run run = installation.etl("doctor", "--format", "json");
    assertThat(run.code()).isEqualTo(3);
    assertFinding(run, "database.tables", "warning", "etl migrate");
    assertFinding(run, "keys", "warning", "etl keys create");
  }

  @Test
  void tables_are_those_of_the_given_spec() throws Exception {
    assertThat(installation.etl("migrate").code()).isZero();
    String spec =
        Files.writeString(
                folder.resolve("orders.json"),
                """
                {"table": "orders", "columns": [
                  {"name": "message_id", "message": "message_id", "type": "text"}]}
                """)
            .toString();
    assertFinding(examined("--spec", spec), "database.tables", "warning", "etl migrate");
    assertThat(installation.etl("migrate", "--spec", spec).code()).isZero();
    assertFinding(examined("--spec", spec), "database.tables", "ok", "");
  }

  @Test
  void visibility_timeout_is_held_against_a_measured_batch_that_leaves_no_row() {
    assertThat(installation.etl("migrate").code()).isZero();
    Run run = examined();
    assertFinding(run, "database.batch", "ok", "");
    assertThat(run.out())
        .containsPattern("1000 messages take \\d+ ms")
        .containsPattern("30 s; a batch takes \\d+ ms");
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("0");
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("0");
  }

  @Test
  void database_that_takes_long_for_a_batch_needs_a_longer_visibility_timeout() {
    assertThat(installation.etl("migrate").code()).isZero();
    installation
        .database()
        .execute(
            """
            create function wait() returns trigger language plpgsql
              as 'begin perform pg_sleep(3.1); return null; end';
            create trigger wait after insert on user_logins for each statement execute function wait()
            """);
    Run run = examined();
    assertFinding(run, "database.batch", "warning", "--batch-size");
    assertFinding(run, "queue.visibility_timeout", "warning", "set VisibilityTimeout to ");
    assertThat(run.out())
        .as("ten times what a batch takes, which is never less than the trigger's sleep")
        .containsPattern("set VisibilityTimeout to (3[1-9]|[4-9]\\d|\\d{3,}) s");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void tables_that_somebody_has_locked() throws Exception {
    assertThat(installation.etl("migrate").code()).isZero();
    try (var lock = installation.database().connect();
        var statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("lock table user_logins in exclusive mode");
      assertBroken("database.batch", "");
    }
  }

  @Test
  void keys_that_the_database_is_ahead_of() {
    assertThat(installation.etl("migrate").code()).isZero();
    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    assertThat(installation.etl("consume", "--idle", "0s", "--keys", keys).code()).isZero();
    assertBroken("keys.generation", "newest key file");
    assertFinding(examined(), "keys", "warning", "give the key file");
    assertFinding(examined("--keys", keys), "keys.generation", "ok", "");
    assertThat(Run.etl("keys", "rotate", keys).code()).isZero();
    assertFinding(examined("--keys", keys), "keys.generation", "warning", "etl remask");
  }

  @Test
  void delay_of_deletes_is_held_against_what_a_queue_takes_in_flight() {
    assertThat(installation.etl("migrate").code()).isZero();
    Run shortDelay = examined("--delete-after", "1ms");
    assertFinding(shortDelay, "database.timeline", "ok", "");
    assertFinding(shortDelay, "database.standbys", "ok", "");
    assertFinding(shortDelay, "queue.delete_after", "ok", "");
    Run longDelay = examined("--delete-after", "12h");
    assertFinding(longDelay, "queue.delete_after", "warning", "shorter --delete-after");
    assertThat(longDelay.out()).contains("a queue takes 120000");
  }

  @Test
  void region_that_nobody_names() throws Exception {
    Run run = examinedWithoutAws("ETL_QUEUE_NAME=login-queue");
    assertFinding(run, "aws.region", "failed", "AWS_REGION");
    assertThat(run.code()).isEqualTo(78);
  }

  @Test
  void credentials_that_nobody_gives() throws Exception {
    Run run = examinedWithoutAws("ETL_QUEUE_URL=" + installation.queue().url());
    assertFinding(run, "aws.region", "ok", "");
    assertFinding(run, "aws.credentials", "failed", "any will do: set AWS_ACCESS_KEY_ID");
    assertThat(run.code()).isEqualTo(78);
  }

  @Test
  void queue_that_does_not_exist() {
    String url = ElasticMq.shared().endpoint() + "/000000000000/none";
    assertBroken("queue", "--queue-name", "--queue-url", url);
  }

  @Test
  void endpoint_that_is_away() {
    assertBroken("queue", "--endpoint-url", "--queue-url", "http://127.0.0.1:1/0/q");
  }

  @Test
  void endpoint_whose_name_is_not_known() {
    assertBroken("queue", "DNS", "--queue-url", "http://no.such.host.invalid/0/q");
  }

  @Test
  void queue_url_in_the_environment_that_is_none() throws IOException {
    Files.writeString(installation.envFile(), "QUEUE_URL=login-queue\n");
    assertBroken("queue", "variable");
  }

  @Test
  void queue_without_a_redrive_policy() {
    installation = Installation.in(folder);
    assertWarned("queue.redrive_policy", "redrive policy");
  }

  @Test
  void queue_that_hides_its_messages_for_too_short() {
    installation = Installation.of(ElasticMq.shared().queue(5), folder);
    assertWarned("queue.visibility_timeout", "VisibilityTimeout");
  }

  @Test
  void server_that_is_away() {
    assertBroken("database", "the port", "--database-url", "postgresql://etl@127.0.0.1:1/db");
  }

  @Test
  void server_whose_name_is_not_known() {
    String url = "postgresql://etl@no.such.host.invalid/db";
    assertBroken("database", "the host", "--database-url", url);
  }

  @Test
  void database_that_does_not_exist() {
    String url = installation.database().url() + "_none";
    assertBroken("database", "createdb", "--database-url", url);
  }

  @Test
  void server_that_has_no_tls_where_it_is_asked_for() {
    String url = installation.database().url();
    String tls = url + (url.contains("?") ? "&" : "?") + "sslmode=require";
    assertBroken("database", "", "--database-url", tls);
  }

  @Test
  void role_that_may_not_use_the_tables() {
    assertThat(installation.etl("migrate").code()).isZero();
    String role = TestPostgres.server().createRole();
    String url = installation.database().as(role).url();
    assertBroken("database.tables", "rights", "--database-url", url);
  }

  @Test
  void database_that_is_read_only() {
    String name = installation.database().value("select current_database()");
    installation
        .database()
        .execute("alter database \"" + name + "\" set default_transaction_read_only = on");
    assertBroken("database.writable", "primary");
  }

  @Test
  void table_that_cannot_become_an_event_table() {
    installation.database().execute("create view user_logins as select 1 as one");
    assertBroken("database.tables", "");
  }

  @Test
  void key_file_that_is_not_there() {
    assertBroken("keys", "key file", "--keys", folder.resolve("none").toString());
  }

  @Test
  void key_file_that_others_can_read() throws IOException {
    Path keys = folder.resolve("keys");
    assertThat(Run.etl("keys", "create", keys.toString()).code()).isZero();
    Files.setPosixFilePermissions(
        keys, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    assertBroken("keys", "key file", "--keys", keys.toString());
  }

  private void assertBroken(String check, String remedy, String... options) {
    Run run = examined(options);
    assertFinding(run, check, "failed", remedy);
    assertThat(run.code()).isEqualTo(78);
  }

  private void assertWarned(String check, String remedy) {
    Run run = examined();
    assertFinding(run, check, "warning", remedy);
    assertThat(run.code()).isEqualTo(3);
  }

  /** Where neither the environment nor a file says anything of AWS. */
  private Run examinedWithoutAws(String line) throws Exception {
    assumeThat(System.getenv()).doesNotContainKeys("AWS_REGION", "AWS_ACCESS_KEY_ID");
    Path file = Files.writeString(folder.resolve("bare.env"), line + "\n");
    List<String> nothing =
        List.of(
            "-Daws.configFile=/none",
            "-Daws.sharedCredentialsFile=/none",
            "-Daws.disableEc2Metadata=true");
    String[] args = {"doctor", "--format", "json", "--env-file", file.toString()};
    try (Spawned etl = Spawned.start(folder, nothing, etl.Main.class, args)) {
      return new Run(etl.code(), etl.out(), etl.err());
    }
  }

  private Run examined(String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(new String[] {"doctor", "--format", "json"}, 0, args, 0, 3);
    System.arraycopy(options, 0, args, 3, options.length);
    return installation.etl(args);
  }

  private static void assertFinding(Run run, String check, String status, String remedy) {
    assertThat(run.out().lines()).hasSize(1);
    for (JsonElement one :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("checks")) {
      JsonObject finding = one.getAsJsonObject();
      if (finding.get("check").getAsString().equals(check)) {
        assertThat(finding.get("status").getAsString()).as(run.out()).isEqualTo(status);
        assertThat(finding.get("remedy").toString()).contains(remedy);
        return;
      }
    }
    throw new AssertionError("no finding about " + check + " in " + run.out());
  }
}
