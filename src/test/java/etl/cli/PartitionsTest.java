package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.spec.Visits;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a table that is partitioned by day. */
@Tag("servers")
class PartitionsTest {
  @TempDir Path folder;

  private Installation installation;
  private TestDatabase database;
  private String spec;
  private LocalDate today;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    database = installation.database();
    spec = Visits.file(folder, "day").toString();
    today = LocalDate.parse(database.value("select (now() at time zone 'UTC')::date"));
    Run made = visits("migrate");
    assertThat(made.code()).as(made.err()).isZero();
  }

  @Test
  void rows_are_stored_once_counted_and_rekeyed() {
    installation.queue().sendAll(List.of(Visits.body("192.0.2.1"), Visits.body("192.0.2.2"), "{}"));
    assertThat(json(consume(3)).get("written").getAsInt()).isEqualTo(2);
    assertThat(database.value("select count(distinct tableoid) from visits")).isEqualTo("1");

    JsonObject counts =
        json(visits("stats", "--format", "json"))
            .getAsJsonObject("database")
            .getAsJsonObject("tables")
            .getAsJsonObject("visits");
    assertThat(counts.get("rows").getAsInt()).isEqualTo(2);
    assertThat(counts.getAsJsonObject("distinct").get("visitor").getAsInt()).isEqualTo(2);

    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    assertThat(installation.etl("remask", "--keys", keys).code()).isZero();
    assertThat(database.query("select left(visitor, 3) from visits")).containsOnly("k1:");
  }

  @Test
  void retried_reject_is_known_by_the_date_of_its_sending() {
    installation.queue().send("{}");
    assertThat(json(consume(1)).get("rejected").getAsInt()).isEqualTo(1);
    database.execute(
        "update rejected_messages set sent_at = sent_at - interval '1 day', body ="
            + " convert_to('{\"ip\":\"192.0.2.1\"}', 'UTF8')");

    assertThat(visits("rejects", "retry", "--all").code()).isZero();
    assertThat(database.query("select day, tableoid::regclass from visits"))
        .containsExactly(today.minusDays(1) + "\t" + name(today.minusDays(1)));
  }

  @Test
  void doctor_warns_before_the_partitions_end() {
    assertThat(partitions()).isEqualTo("ok: visits has them for the next 3 days");
    database.execute(
        "drop table %s, %s, %s, %s, %s"
            .formatted(
                name(today.plusDays(3)),
                name(today.plusDays(4)),
                name(today.plusDays(5)),
                name(today.plusDays(6)),
                name(today.plusDays(7))));
    assertThat(partitions())
        .isEqualTo(
            "warning: visits has none for "
                + today.plusDays(3)
                + ", so that its rows go to the default one");
    Run made = visits("migrate");
    assertThat(made.out())
        .startsWith(
            "visits: made 5 partitions, "
                + name(today.plusDays(3))
                + " to "
                + name(today.plusDays(7))
                + "\n");
    assertThat(partitions()).startsWith("ok:");
  }

  @Test
  void owner_and_writer_do_their_part_each() {
    database.execute(Run.etl("grants", "--spec", spec).out());
    database.execute("drop table " + name(today.plusDays(7)));
    database.execute("alter table visits detach partition " + name(today));
    database.execute("drop table " + name(today));
    TestDatabase writer = memberOf("etl_writer");
    installation.queue().sendAll(List.of(Visits.body("192.0.2.1"), Visits.body("192.0.2.1"), "{}"));

    Run consumed =
        visits(
            "consume", "--max-messages", "3", "--database-url", writer.url(), "--format", "json");
    assertThat(consumed.code()).as(consumed.err()).isZero();
    assertThat(database.query("select distinct tableoid::regclass from visits"))
        .containsExactly("visits_default");

    Run made = visits("migrate", "--database-url", memberOf("etl_owner").url());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(database.query("select distinct tableoid::regclass from visits"))
        .containsExactly(name(today));
    assertThat(
            database.query(
                "select distinct pg_get_userbyid(relowner) from pg_class"
                    + " where relname like 'visits%' and relkind in ('r', 'p')"))
        .containsExactly("etl_owner");
  }

  @Test
  void partitions_are_listed_with_their_days_and_sizes() {
    installation.queue().sendAll(List.of(Visits.body("192.0.2.1"), Visits.body("192.0.2.2")));
    consume(2);

    JsonArray listed =
        JsonParser.parseString(visits("partitions", "list", "--format", "json").out())
            .getAsJsonArray();
    assertThat(listed).hasSize(23);
    JsonObject todays = listed.get(14).getAsJsonObject();
    assertThat(todays.get("bytes").getAsLong()).isPositive();
    todays.remove("bytes");
    assertThat(todays)
        .hasToString(
            "{\"table\":\"visits\",\"partition\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"default\":false,\"rows\":2}"
                .formatted(name(today), today, today.plusDays(1)));
    JsonObject rest = listed.get(22).getAsJsonObject();
    rest.remove("bytes");
    assertThat(rest)
        .hasToString(
            "{\"table\":\"visits\",\"partition\":\"visits_default\",\"from\":null,\"to\":null,\"default\":true,\"rows\":0}");
    assertThat(visits("partitions", "list").out().lines().toList().get(14))
        .startsWith("visits\t%s\t%s\t%s\t2\t".formatted(name(today), today, today.plusDays(1)));
    assertThat(visits("partitions", "list", "--format", "csv").out())
        .startsWith("table,partition,from,to,default,rows,bytes\n")
        .contains("\nvisits,visits_default,,,true,0,");
    assertThat(installation.etl("partitions", "list", "--format", "json").out()).isEqualTo("[]\n");
  }

  @Test
  void old_partitions_are_dropped_with_their_rows_and_the_others_stay() {
    String oldest = name(today.minusDays(14));
    String second = name(today.minusDays(13));
    database.execute(
        "insert into visits (day, message_id) values ('%s', 'old'), ('%s', 'kept')"
            .formatted(today.minusDays(14), today.minusDays(12)));
    String age = "12d";

    Run dry = visits("partitions", "drop", "--older-than", age, "--dry-run");
    assertThat(dry.out())
        .isEqualTo("would drop %s\nwould drop %s\n2 would be dropped\n".formatted(oldest, second));
    assertThat(visits("partitions", "drop", "--older-than", age).code()).isEqualTo(2);
    assertThat(visits("partitions", "list").out()).contains(oldest);

    Run dropped = visits("partitions", "drop", "--older-than", age, "--yes");
    assertThat(dropped.code()).as(dropped.err()).isZero();
    assertThat(dropped.out())
        .matches(
            "dropped %s\ndropped %s\n2 dropped; consumers waited \\d+ ms at most\n"
                .formatted(oldest, second));
    assertThat(dropped.err()).contains("may be delivered again");
    assertThat(database.query("select message_id from visits")).containsExactly("kept");
    assertThat(database.value("select to_regclass('" + oldest + "')")).isEqualTo("<null>");
    assertThat(visits("partitions", "drop", "--older-than", age, "--yes").out())
        .isEqualTo("0 dropped\n");
  }

  @Test
  void partition_that_a_view_depends_on_is_not_dropped() {
    database.execute("create view oldest as select from " + name(today.minusDays(14)));

    Run refused = visits("partitions", "drop", "--older-than", "13d", "--yes");
    assertThat(refused.code()).isEqualTo(78);
    assertThat(refused.err()).contains("a view or something else depends on it");
    assertThat(
            database.query("select count(*) from pg_inherits where inhparent = 'visits'::regclass"))
        .containsExactly("23");
  }

  @Test
  void retried_reject_whose_partition_is_gone_goes_to_the_default_one_and_is_told() {
    installation.queue().sendAll(List.of("{}", "{}"));
    assertThat(json(consume(2)).get("rejected").getAsInt()).isEqualTo(2);
    database.execute(
        "update rejected_messages set sent_at = sent_at - interval '400 days', body ="
            + " convert_to('{\"ip\":\"192.0.2.1\"}', 'UTF8')");

    Run retried = visits("rejects", "retry", "--all");
    assertThat(retried.code()).as(retried.err()).isZero();
    assertThat(retried.err())
        .contains(
            "2 retried messages went to visits_default, since the partition of that time is gone");
    assertThat(database.query("select distinct tableoid::regclass from visits"))
        .containsExactly("visits_default");
  }

  @Test
  void logins_are_partitioned_by_one_more_line_and_the_built_in_spec_goes_on() throws IOException {
    Path logins = folder.resolve("logins.json");
    String shown = Run.etl("spec", "show").out();
    Files.writeString(logins, shown.replaceFirst("\\{", "{\"partition\": \"month\","));
    Installation other = Installation.in(folder);
    Run made = other.etl("migrate", "--spec", logins.toString());
    assertThat(made.code()).as(made.err()).isZero();

    other.queue().send(SampleLogin.body(1));
    other.queue().send(SampleLogin.malformed(2));
    Run consumed = other.etl("consume", "--max-messages", "2", "--spec", logins.toString());
    assertThat(consumed.code()).as(consumed.err()).isZero();
    other.queue().send(SampleLogin.body(3));
    other.queue().send(SampleLogin.malformed(4));
    Run builtIn = other.etl("consume", "--max-messages", "2");
    assertThat(builtIn.code()).as(builtIn.err()).isZero();
    assertThat(other.database().query("select distinct tableoid::regclass from user_logins"))
        .containsExactly("user_logins_p" + today.toString().replace("-", "").substring(0, 6));
    assertThat(other.database().value("select count(*) from user_logins")).isEqualTo("2");
    assertThat(other.database().value("select count(*) from rejected_messages")).isEqualTo("2");
    assertThat(other.etl("partitions", "list").out()).contains("user_logins_default");
  }

  @Test
  void existing_table_is_partitioned_after_it_was_said_what_is_done() {
    flatten();
    Run consumed = visits("consume", "--max-duration", "1s", "--idle", "1s");
    assertThat(consumed.code()).as(consumed.err()).isZero();
    assertThat(consumed.err())
        .contains(
            "visits is not partitioned, as the spec wants it: etl migrate --partition does that");
    assertThat(partitions())
        .isEqualTo("warning: visits is not partitioned by days, as its spec wants it");

    Run dry = visits("migrate", "--partition", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).startsWith("will partition visits by day").hasLineCount(4);
    assertThat(database.value("select relkind from pg_class where relname = 'visits'"))
        .isEqualTo("r");

    Run made = visits("migrate", "--partition");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err()).contains(dry.out().lines().toList());
    assertThat(made.out()).contains("visits: partitioned by day", "visits: made 6 partitions");
    assertThat(partitions()).isEqualTo("ok: visits has them for the next 3 days");
    assertThat(visits("partitions", "list").out()).contains("visits_earlier");
    assertThat(visits("migrate", "--partition").out()).endsWith(" was up to date\n");
  }

  @Test
  void conversion_that_is_half_way_is_told_by_doctor_and_lets_go_of_its_check() {
    flatten();
    String check =
        "alter table visits drop constraint if exists etl_partition_bound, add constraint"
            + " etl_partition_bound check (day is not null and day < '%s') not valid";
    database.execute(check.formatted(today.plusDays(2)));
    assertThat(partitions())
        .isEqualTo(
            "warning: visits is half-way to its partitions: its rows are not checked"
                + " (etl_partition_bound)");
    Run early = visits("migrate");
    assertThat(early.code()).isZero();
    assertThat(early.out()).hasLineCount(1);

    database.execute(check.formatted(today.plusDays(1)));
    assertThat(partitions())
        .startsWith("failed: visits is half-way")
        .contains("it refuses rows of " + today.plusDays(1) + " on, and consumers wait");
    Run late = visits("migrate");
    assertThat(late.out())
        .startsWith("visits: dropped a check that an interrupted conversion had left\n");
    assertThat(partitions()).startsWith("warning: visits is not partitioned by days");
  }

  @Test
  void what_is_done_is_told_although_the_partitions_fail() {
    database.execute(
        "drop table recover_audit; alter table visits detach partition " + name(today.plusDays(7)));

    Run run = visits("migrate");
    assertThat(run.code()).as(run.err()).isEqualTo(78);
    assertThat(run.out()).contains("created recover_audit");
  }

  @Test
  void wrong_use_of_the_conversion_is_told() {
    assertThat(visits("migrate", "--dry-run").code()).isEqualTo(2);
    Run builtIn = installation.etl("migrate", "--partition");
    assertThat(builtIn.code()).isEqualTo(78);
    assertThat(builtIn.err()).contains("the spec wants no table partitioned");
    flatten();
    database.execute("create view seen as select * from visits");
    Run viewed = visits("migrate", "--partition", "--dry-run");
    assertThat(viewed.code()).isEqualTo(78);
    assertThat(viewed.err()).contains("cannot partition visits: in the way: the view seen.");
  }

  private void flatten() {
    database.execute(
        """
        create table flat (like visits);
        drop table visits;
        alter table flat rename to visits;
        create unique index on visits (message_id);
        insert into visits (day, message_id) values (now(), 'm');
        """);
  }

  private TestDatabase memberOf(String group) {
    String role = TestPostgres.server().createRole();
    database.execute("grant " + group + " to " + role);
    return database.as(role);
  }

  private Run consume(int messages) {
    return visits("consume", "--max-messages", Integer.toString(messages), "--format", "json");
  }

  private String partitions() {
    Run run = visits("doctor", "--format", "json");
    for (var finding :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("checks")) {
      JsonObject found = finding.getAsJsonObject();
      if (found.get("check").getAsString().equals("database.partitions")) {
        return found.get("status").getAsString() + ": " + found.get("found").getAsString();
      }
    }
    return "";
  }

  private Run visits(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--spec", spec));
    return installation.etl(all.toArray(String[]::new));
  }

  private static JsonObject json(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }

  private static String name(LocalDate day) {
    return "visits_p" + day.toString().replace("-", "");
  }
}
