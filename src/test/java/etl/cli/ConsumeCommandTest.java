package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class ConsumeCommandTest {
  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
  }

  @Test
  void drain_writes_masked_rows_mappings_and_rejects_and_empties_the_queue() {
    List<String> good = IntStream.range(0, 25).mapToObj(SampleLogin::body).toList();
    installation.queue().sendAll(good);
    installation.queue().send(SampleLogin.malformed(1));
    Run run = installation.etl("consume", "--idle", "1s", "--format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    JsonObject summary = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(summary.keySet())
        .containsExactly(
            "received",
            "written",
            "duplicates",
            "rejected",
            "left",
            "released",
            "deleted",
            "seconds",
            "messages_per_second",
            "stopped_by");
    assertThat(summary.get("received").getAsInt()).isEqualTo(26);
    assertThat(summary.get("written").getAsInt()).isEqualTo(25);
    assertThat(summary.get("rejected").getAsInt()).isEqualTo(1);
    assertThat(summary.get("deleted").getAsInt()).isEqualTo(26);
    assertThat(summary.get("messages_per_second").getAsDouble()).isPositive();
    assertThat(summary.get("stopped_by").getAsString()).isEqualTo("idle");
    assertThat(
            installation
                .database()
                .query(
                    "select masked_ip, masked_device_id from user_logins where user_id='user-7'"))
        .containsExactly(SampleLogin.sha256("192.0.2.7") + "\t" + SampleLogin.sha256("123-45-7"));
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("50");
    assertThat(
            installation
                .database()
                .query("select convert_from(body, 'UTF8') from rejected_messages"))
        .containsExactly(SampleLogin.malformed(1));
    assertThat(installation.queue().visible() + installation.queue().inFlight()).isZero();
  }

  @Test
  void wrong_queue_is_told_before_the_database_is_opened() {
    Set<String> before = pools();
    Run run =
        Run.etl(
            Map.of("ETL_QUEUE_URL", "ftp://q", "ETL_DATABASE_URL", installation.database().url()),
            "consume");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("ETL_QUEUE_URL");
    assertThat(pools()).isEqualTo(before);
  }

  /** The threads of pools of connections. */
  private static Set<String> pools() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("HikariPool"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void summary_for_people_is_a_line_per_figure() {
    installation.queue().send(SampleLogin.body(1));
    Run run = installation.etl("consume", "--max-messages", "1");
    assertThat(run.out())
        .contains("received            1\n", "written             1\n")
        .endsWith("stopped by          max-messages\n");
  }

  @Test
  void run_that_never_began_is_its_error_and_remedy_and_in_json_a_summary_too() {
    Run run = installation.etl("consume", "--queue-url", installation.queue().url() + "-none");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2).first().asString().startsWith("etl: ");
    assertThat(run.err())
        .endsWith("\n     -> check --queue-url or --queue-name, the region and the account\n");
    Run json =
        installation.etl(
            "consume", "--format=json", "--queue-url", installation.queue().url() + "-none");
    assertThat(json.out()).contains("\"received\":0", "\"stopped_by\":\"error\"");
  }

  @Test
  void rejects_are_followed_by_the_command_that_lists_them() {
    installation.queue().send(SampleLogin.malformed(1));
    Run run = installation.etl("consume", "--max-messages", "1");
    assertThat(run.err().lines())
        .last()
        .isEqualTo("1 message was rejected: etl rejects list --env-file " + installation.envFile());
  }

  @Test
  void rejects_can_be_left_on_the_queue() {
    TestQueue queue = installation.queue();
    String id = queue.send(SampleLogin.malformed(1));
    Run run = installation.etl("consume", "--on-reject", "leave", "--max-messages", "1");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("left                1\n", "deleted             0\n");
    assertThat(run.err()).contains("message.left id=" + id);
    assertThat(installation.database().query("select * from rejected_messages")).isEmpty();
  }

  @Test
  void too_many_rejects_in_a_row_end_the_run_with_the_reason_and_leave_the_rest() {
    TestQueue queue = installation.queue();
    queue.sendAll(IntStream.range(0, 400).mapToObj(i -> "{\"Service\":\"Amazon S3\"}").toList());
    Run run = installation.etl("consume", "--follow", "--reject-limit", "120", "--format", "json");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.out()).contains("\"stopped_by\":\"error\"");
    String reason =
        "user_id: is missing (the body is an S3 event notification, whose events are the elements of /Records)";
    assertThat(run.err())
        .containsOnlyOnce("warn consume.rejecting messages=100 reason=\"" + reason + "\"")
        .contains("etl: 120 messages in a row were rejected (--reject-limit), the last of them: ");
    int rejected = JsonParser.parseString(run.out()).getAsJsonObject().get("rejected").getAsInt();
    assertThat(rejected).isBetween(120, 399);
    assertThat(queue.visible()).isEqualTo(400 - rejected);
    assertThat(installation.database().value("select count(*) from rejected_messages"))
        .isEqualTo(Integer.toString(rejected));
  }

  @Test
  void run_ends_after_its_longest_duration() {
    Run run = installation.etl("consume", "--follow", "--max-duration", "1s", "--format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"stopped_by\":\"max-duration\"");
  }

  @Test
  void tables_of_older_shape_are_announced_when_their_rows_are_rewritten() {
    installation
        .database()
        .execute(
            """
            create table user_logins (user_id varchar(128), device_type varchar(32),
              masked_ip varchar(256), masked_device_id varchar(256), locale varchar(32),
              app_version integer, create_date date);
            insert into user_logins values ('u', 'ios', 'a', 'b', 'DE', 2, '2024-01-01')""");
    installation.queue().send(SampleLogin.body(1));
    Run run = installation.etl("consume", "--max-messages", "1", "--log-format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.err().lines()).anyMatch(l -> l.contains("\"event\":\"database\""));
    assertThat(installation.database().query("select app_version from user_logins order by 1"))
        .containsExactly("2", "2.3.0");
  }

  @Test
  void drain_gives_up_on_a_database_that_is_away_and_gives_the_messages_back() {
    installation.queue().send(SampleLogin.body(1));
    Run run =
        installation.etl(
            "consume",
            "--outage-limit",
            "0s",
            "--database-url",
            "postgresql://postgres@127.0.0.1:1/none",
            "--format",
            "json");
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.out()).contains("\"stopped_by\":\"error\"");
    assertOneErrorLine(run);
    assertThat(installation.queue().visible()).isEqualTo(1);
  }

  @Test
  void drain_gives_up_on_a_queue_that_is_away() {
    Run run =
        installation.etl(
            "consume", "--outage-limit", "0s", "--queue-url", "http://127.0.0.1:1/0/q");
    assertThat(run.code()).isEqualTo(69);
    assertOneErrorLine(run);
  }

  @Test
  void queue_that_does_not_exist_is_a_configuration_error() {
    Run run =
        installation.etl(
            "consume", "--queue-url", ElasticMq.shared().endpoint() + "/000000000000/none");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("none");
    assertOneErrorLine(run);
  }

  @Test
  void database_that_does_not_exist_is_a_configuration_error() {
    String url = installation.database().url() + "_none";
    Run run = installation.etl("consume", "--database-url", url);
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("_none");
    assertOneErrorLine(run);
  }

  @Test
  void role_without_rights_is_refused() {
    String role = etl.testing.TestPostgres.server().createRole();
    Run run = installation.etl("consume", "--database-url", installation.database().as(role).url());
    assertThat(run.code()).isEqualTo(77);
    assertOneErrorLine(run);
  }

  private static void assertOneErrorLine(Run run) {
    assertThat(run.err().lines().filter(l -> l.startsWith("etl: "))).hasSize(1);
    assertThat(run.err()).doesNotContain("\tat ", "    at ", "Exception");
  }

  @Test
  void dead_letters_come_in_by_the_same_path_and_what_is_stored_is_a_duplicate() {
    TestQueue dead = ElasticMq.shared().queue();
    TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(dead, 1));
    consumeDeadLetters(queue, dead, queue::send);
  }

  @Test
  void dead_letters_of_a_fifo_queue_come_in_too() {
    TestQueue dead = ElasticMq.shared().fifoQueue(Map.of());
    TestQueue queue = ElasticMq.shared().fifoQueue(ElasticMq.redrive(dead, 1));
    consumeDeadLetters(queue, dead, body -> queue.send(body, "group"));
  }

  /** One message is stored and one is not, when the queue gives both up. */
  private void consumeDeadLetters(TestQueue queue, TestQueue dead, UnaryOperator<String> send) {
    Installation redriving = Installation.of(queue, folder);
    String stored = send.apply(SampleLogin.body(1));
    String fresh = send.apply(SampleLogin.body(2));
    redriving.etl("migrate");
    redriving.database().execute("insert into user_logins (message_id) values ('" + stored + "')");
    queue.redriveAll();

    Run run = redriving.etl("consume", "--dead-letters", "--idle", "1s", "--format", "json");
    assertThat(run.err()).contains(dead.url());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"received\":2,\"written\":1,\"duplicates\":1,");
    assertThat(redriving.database().query("select message_id from user_logins"))
        .containsExactlyInAnyOrder(stored, fresh);
    assertThat(dead.visible() + dead.inFlight()).isZero();
  }

  @Test
  void queue_without_dead_letters_is_a_matter_of_configuration() {
    Run run = installation.etl("consume", "--dead-letters");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("queue " + installation.queue().name(), "has no dead-letter queue");
  }
}
