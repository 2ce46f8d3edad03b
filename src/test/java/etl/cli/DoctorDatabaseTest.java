package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code etl doctor} says about things that others have put on the tables and the role. */
@Tag("servers")
class DoctorDatabaseTest {
  @TempDir Path folder;

  private Installation installation;
  private TestDatabase database;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    database = installation.database();
    assertThat(installation.etl("migrate").code()).isZero();
  }

  @Test
  void unique_keys_of_others_are_named_unless_no_event_can_violate_them() {
    assertThat(found("database.unique_keys")).isEqualTo("ok: none but etl's own");
    database.execute(
        """
        alter table user_logins add id bigint generated always as identity unique;
        create unique index by_day on user_logins (create_date, message_id);
        create unique index one_a_day on user_logins (user_id, create_date);
        create unique index one_hash on map_desmask (original_val);
        """);
    assertThat(found("database.unique_keys"))
        .isEqualTo("warning: map_desmask.one_hash, user_logins.one_a_day");
  }

  @Test
  void publications_are_named_and_those_of_originals_are_warned_of() {
    assertThat(found("database.publications")).isEqualTo("ok: none");
    database.execute("create publication events for table user_logins");
    assertThat(found("database.publications")).isEqualTo("ok: user_logins (events)");
    assertThat(found("database.tables")).startsWith("warning: user_logins: it is published");
    database.execute("create publication dbz for all tables");
    assertThat(found("database.publications"))
        .isEqualTo("warning: map_desmask (dbz), rejected_messages (dbz)");
  }

  @Test
  void policies_are_told_to_the_role_that_they_hold_for() {
    database.execute(
        "grant all on all tables in schema public to public;"
            + "alter table user_logins enable row level security;"
            + "create policy p on user_logins using (true)");
    assertThat(found("database.policies")).startsWith("ok: none");
    TestDatabase role = database.as(TestPostgres.server().createRole());
    assertThat(found("database.policies", "--database-url", role.url()))
        .isEqualTo("warning: row-level security on user_logins");
  }

  @Test
  void timeouts_of_the_role_are_held_against_the_measured_batch() {
    assertThat(found("database.timeouts")).isEqualTo("ok: none");
    database.execute(
        """
        create function wait() returns trigger language plpgsql
          as 'begin perform pg_sleep(0.5); return null; end';
        create trigger wait after insert on user_logins for each statement execute function wait();
        grant all on all tables in schema public to public;
        """);
    String name = TestPostgres.server().createRole();
    String url = database.as(name).url();
    database.execute("alter role " + name + " set lock_timeout = '1h'");
    assertThat(found("database.timeouts", "--database-url", url))
        .isEqualTo("ok: lock_timeout 3600000 ms");
    database.execute(
        "alter role "
            + name
            + " set statement_timeout = '900ms';"
            + "alter role "
            + name
            + " set transaction_timeout = '950ms'");
    assertThat(found("database.timeouts", "--database-url", url))
        .startsWith("warning: statement_timeout 900 ms, transaction_timeout 950 ms, and a batch");
  }

  @Test
  void days_without_a_partition_are_told_before_they_come() {
    assertThat(findings()).doesNotContainKey("database.partitions");
    database.execute(
        """
        alter table user_logins rename to flat;
        create table user_logins (like flat) partition by range (create_date);
        create unique index on user_logins (message_id, create_date);
        """);
    assertThat(found("database.partitions")).startsWith("failed:").contains("today");
    partition("first", "minvalue", "current_date + 3");
    assertThat(found("database.partitions"))
        .isEqualTo(
            "warning: user_logins has none for " + database.value("select current_date + 3"));
    partition("second", "current_date + 3", "current_date + 40");
    assertThat(found("database.partitions")).startsWith("ok:");
    database.execute("drop table second; create table rest partition of user_logins default");
    assertThat(found("database.partitions")).startsWith("warning:").contains("default");
  }

  private void partition(String name, String from, String to) {
    database.execute(
        "do $$ begin execute format('create table %s partition of user_logins for values from (%%s)"
                .formatted(name)
            + " to (%L)', "
            + (from.equals("minvalue") ? "'minvalue'" : "quote_literal(" + from + ")")
            + ", "
            + to
            + "); end $$");
  }

  @Test
  void memory_of_the_machine_is_held_against_the_heap() {
    assertThat(found("machine.heap")).endsWith("for a consumer, a quarter of it for messages");
    assertThat(found("machine.memory")).startsWith("ok: ");
  }

  private String found(String check, String... options) {
    return findings(options).get(check);
  }

  private Map<String, String> findings(String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(new String[] {"doctor", "--format", "json"}, 0, args, 0, 3);
    System.arraycopy(options, 0, args, 3, options.length);
    String out = installation.etl(args).out();
    Iterable<JsonElement> checks =
        JsonParser.parseString(out).getAsJsonObject().getAsJsonArray("checks");
    return StreamSupport.stream(checks.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .collect(
            Collectors.toMap(
                f -> text(f, "check"), f -> text(f, "status") + ": " + text(f, "found")));
  }

  private static String text(JsonObject finding, String key) {
    return finding.get(key).getAsString();
  }
}
