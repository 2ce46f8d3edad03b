package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import etl.testing.TestPostgres;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class StatsCommandTest {
  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
  }

  @Test
  void json_counts_messages_and_rows() {
    installation.queue().send(SampleLogin.body(1));
    assertThat(installation.etl("consume", "--max-messages", "1").code()).isZero();
    installation.queue().send(SampleLogin.body(2));
    installation.queue().send(SampleLogin.body(3));
    Run run = installation.etl("stats", "--format", "json", "--exact");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    JsonObject stats = JsonParser.parseString(run.out()).getAsJsonObject();
    JsonObject queue = stats.getAsJsonObject("queue");
    assertThat(queue.keySet())
        .containsExactly("url", "visible", "in_flight", "delayed", "dead_letter");
    assertThat(queue.get("visible").getAsInt()).isEqualTo(2);
    assertThat(queue.get("dead_letter").isJsonNull()).isTrue();
    JsonObject database = stats.getAsJsonObject("database");
    assertThat(database.keySet())
        .containsExactly(
            "user_logins",
            "map_desmask",
            "rejected_messages",
            "distinct_masked_ip",
            "distinct_masked_device_id",
            "tables",
            "estimated",
            "generations",
            "originals");
    assertThat(database.get("user_logins").getAsInt()).isEqualTo(1);
    assertThat(database.get("map_desmask").getAsInt()).isEqualTo(2);
    assertThat(database.get("estimated").getAsBoolean()).isFalse();
  }

  @Test
  void dead_letter_queue_is_counted() {
    TestQueue dead = ElasticMq.shared().queue();
    TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(dead, 3));
    dead.send(SampleLogin.malformed(1));
    Run run =
        Installation.of(queue, folder)
            .etl("stats", "--format", "json", "--fail-if", "queue.dead_letter.visible>0");
    assertThat(run.code()).isEqualTo(3);
    JsonObject stats = JsonParser.parseString(run.out()).getAsJsonObject();
    JsonObject found = stats.getAsJsonObject("queue").getAsJsonObject("dead_letter");
    assertThat(found.get("url").getAsString()).isEqualTo(dead.url());
    assertThat(found.get("visible").getAsInt()).isEqualTo(1);
  }

  @Test
  void text_is_for_people() {
    assertThat(installation.etl("stats").out())
        .startsWith("queue " + installation.queue().url() + "\n")
        .containsPattern("  user_logins +0\n");
  }

  @Test
  void condition_that_holds_makes_the_exit_code_3_and_is_named() {
    installation.queue().send(SampleLogin.body(1));
    Run run =
        installation.etl(
            "stats",
            "--fail-if",
            "queue.visible>=1",
            "--fail-if",
            "database.user_logins>0",
            "--fail-if",
            "queue.dead_letter.visible>=0");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("etl: queue.visible>=1 holds\n");
  }

  @Test
  void condition_that_does_not_hold_changes_nothing() {
    Run run = installation.etl("stats", "--fail-if", "queue.visible>0");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void count_without_the_right_to_read_is_null() {
    String role = TestPostgres.server().createRole();
    String url = installation.database().as(role).url();
    Run run = installation.etl("stats", "--format", "json", "--database-url", url);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"map_desmask\":null");
  }

  @Test
  void side_that_is_away_is_not_waited_for() {
    Run queue = installation.etl("stats", "--queue-url", "http://127.0.0.1:1/0/q");
    assertThat(queue.code()).isEqualTo(69);
    assertThat(queue.err().lines()).hasSize(2).last().asString().startsWith("     -> ");
    String nowhere = "postgresql://postgres@127.0.0.1:1/none";
    Run database = installation.etl("stats", "--database-url", nowhere);
    assertThat(database.code()).isEqualTo(69);
    assertThat(database.out()).isEmpty();
    assertThat(database.err().lines()).hasSize(2).last().asString().startsWith("     -> ");
  }

  @Test
  void watch_repeats_until_interrupted_with_rates_since_the_last_look() throws Exception {
    String[] args = installation.withEnvFile("stats", "--watch=1", "--format", "json");
    try (Spawned etl = Spawned.etl(folder, args)) {
      etl.awaitOut(out -> out.lines().count() >= 2);
      etl.signal("INT");
      assertThat(etl.code()).isZero();
      List<JsonObject> looks =
          etl.out().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
      assertThat(looks.get(0).get("rates").isJsonNull()).isTrue();
      JsonObject rates = looks.get(1).getAsJsonObject("rates");
      assertThat(rates.get("seconds").getAsDouble()).isGreaterThanOrEqualTo(1);
      assertThat(rates.get("out_per_second").getAsDouble()).isZero();
    }
  }

  @Test
  void watch_off_a_terminal_appends_a_line_a_look() throws Exception {
    try (Spawned etl = Spawned.etl(folder, installation.withEnvFile("stats", "--watch=1"))) {
      etl.awaitOut(out -> out.lines().count() >= 2);
      etl.signal("TERM");
      assertThat(etl.code()).isZero();
      assertThat(etl.out().lines())
          .allMatch(line -> line.matches("20\\S+Z queue.visible=0 [a-z_.]+=\\S+( [a-z_.]+=\\S+)*"));
      assertThat(etl.out()).contains(" out_per_second=0.0").doesNotContain("\u001b");
    }
  }

  @Test
  void prometheus_reads_the_same_numbers_by_a_consumers_names() {
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.malformed(1));
    assertThat(installation.etl("consume", "--max-messages", "2").code()).isZero();
    installation.queue().send(SampleLogin.body(2));
    Run run = installation.etl("stats", "--format", "prometheus");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .contains(
            "# TYPE etl_queue_messages gauge",
            "etl_queue_messages{state=\"visible\"} 1.0",
            "etl_table_rows{table=\"user_logins\"} 1.0",
            "etl_table_rows{table=\"rejected_messages\"} 1.0",
            "etl_distinct_values{column=\"masked_ip\"} 1.0",
            "etl_generation_rows{generation=\"unkeyed\",table=\"user_logins\"} 1.0",
            "etl_counts_estimated 0.0",
            "# TYPE etl_table_inserted_rows_total counter")
        .noneMatch(String::isEmpty);
  }
}
