package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.spec.Visits;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
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
