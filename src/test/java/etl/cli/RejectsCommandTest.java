package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class RejectsCommandTest {
  private static final String SECRET = "198.51.100.77";
  private static final String BAD = "{\"ip\":\"" + SECRET + "\",\"é\":1} \n";
  private static final String GOOD =
      "{\"user_id\":\"u-1\",\"ip\":\"" + SECRET + "\",\"device_id\":\"d-1\"}";

  @TempDir Path folder;

  private Installation installation;
  private String id;

  @BeforeEach
  void reject_a_message() {
    installation = Installation.in(folder);
    id = installation.queue().send(BAD);
    assertThat(installation.etl("consume", "--max-messages", "1").code()).isZero();
  }

  @Test
  void list_tells_id_time_and_reason_and_no_body() {
    Run run = installation.etl("rejects", "list");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches(id + "\t\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\tuser_id: is missing\n");
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
  }

  @Test
  void list_in_json_is_one_array() {
    String other = installation.queue().send("[]");
    installation.etl("consume", "--max-messages", "1");

    Run run = installation.etl("rejects", "list", "--format", "json");
    JsonArray listed = JsonParser.parseString(run.out()).getAsJsonArray();
    assertThat(listed).hasSize(2);
    JsonObject first = listed.get(0).getAsJsonObject();
    assertThat(first.keySet()).containsExactly("id", "time", "reason", "kind", "sent_at", "spec");
    assertThat(first.get("id").getAsString()).isEqualTo(id);
    assertThat(first.get("kind").getAsString()).isEqualTo("missing_field");
    assertThat(listed.get(1).getAsJsonObject().get("id").getAsString()).isEqualTo(other);
    assertThat(run.out()).doesNotContain(SECRET);
  }

  @Test
  void empty_list_is_empty() {
    installation.etl("rejects", "purge", "--older-than", "0s");
    assertThat(installation.etl("rejects", "list").out()).isEmpty();
    assertThat(installation.etl("rejects", "list", "--format", "json").out()).isEqualTo("[]\n");
  }

  @Test
  void show_writes_the_bytes_and_nothing_else() {
    Run run = installation.etl("rejects", "show", id);
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(BAD);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void show_of_an_unknown_id_is_3_and_does_not_quote_it() {
    Run run = installation.etl("rejects", "show", SECRET);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).doesNotContain(SECRET);
  }

  @Test
  void retry_of_all_counts_what_became_of_them() {
    String mended = installation.queue().send("[]");
    installation.etl("consume", "--max-messages", "1");
    mend(mended);

    Run run = installation.etl("rejects", "retry", "--all", "--format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("{\"retried\":2,\"written\":1,\"duplicates\":0,\"rejected\":1}\n");
    assertThat(installation.database().query("select message_id from user_logins"))
        .containsExactly(mended);
    assertThat(installation.database().query("select message_id from rejected_messages"))
        .containsExactly(id);
  }

  @Test
  void retry_names_an_unknown_id_by_its_place_and_tries_the_others() {
    mend(id);
    Run run = installation.etl("rejects", "retry", id, "no-such-id");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("retried             1\n", "written             1\n");
    assertThat(run.err()).isEqualTo("etl: argument 2 is not the id of a rejected message\n");
  }

  @Test
  void retry_of_an_id_that_stays_rejected_tells_why_and_is_3() {
    Run run = installation.etl("rejects", "retry", id);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("rejected            1\n");
    assertThat(run.err()).isEqualTo("etl: " + id + " stays rejected: user_id: is missing\n");
  }

  @Test
  void purge_of_ids_removes_those_and_names_the_unknown_by_place() {
    String other = installation.queue().send("[]");
    installation.etl("consume", "--max-messages", "1");

    Run run = installation.etl("rejects", "purge", "no-such-id", id);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("purged              1\n");
    assertThat(run.err()).isEqualTo("etl: argument 1 is not the id of a rejected message\n");
    assertThat(installation.database().query("select message_id from rejected_messages"))
        .containsExactly(other);
    assertThat(installation.etl("rejects", "purge", id, "--older-than", "0s").code()).isEqualTo(2);
  }

  @Test
  void list_in_csv_has_a_header() {
    Run run = installation.etl("rejects", "list", "--format", "csv");
    assertThat(run.out().lines()).hasSize(2).first().isEqualTo("id,time,reason,kind,sent_at,spec");
    assertThat(run.out()).contains(id + ",", ",user_id: is missing,missing_field,");
  }

  @Test
  void on_a_terminal_the_list_has_headers_and_whole_seconds() {
    Run run = installation.onTerminal("rejects", "list");
    assertThat(run.out().lines())
        .satisfiesExactly(
            header -> assertThat(header).matches("ID +REJECTED AT +REASON"),
            line ->
                assertThat(line)
                    .matches(id + " +[-\\d]+T\\d\\d:\\d\\d:\\d\\dZ +user_id: is missing"));
  }

  @Test
  void on_a_terminal_show_ends_the_line() {
    String open = installation.queue().send("[]");
    installation.etl("consume", "--max-messages", "1");
    assertThat(installation.onTerminal("rejects", "show", open).out()).isEqualTo("[]\n");
    assertThat(installation.onTerminal("rejects", "show", id).out()).isEqualTo(BAD);
  }

  @Test
  void purge_counts_what_it_removed() {
    assertThat(installation.etl("rejects", "purge", "--older-than", "1d", "--format", "json").out())
        .isEqualTo("{\"purged\":0}\n");
    assertThat(installation.etl("rejects", "purge", "--older-than", "0s").out())
        .isEqualTo("purged              1\n");
    assertThat(installation.database().query("select * from rejected_messages")).isEmpty();
  }

  @Test
  void no_body_reaches_standard_error_at_the_most_verbose_level() {
    for (List<String> command :
        List.of(List.of("list"), List.of("retry", "--all"), List.of("purge", "--older-than=0s"))) {
      Run run =
          installation.etl(
              "rejects",
              command.get(0),
              command.size() > 1 ? command.get(1) : "--stacktrace",
              "--log-level=trace");
      assertThat(run.out() + run.err()).doesNotContain(SECRET);
    }
  }

  /** As if the rules had changed: the message's body is good by today's. */
  private void mend(String rejected) {
    installation
        .database()
        .execute(
            "update rejected_messages set body = convert_to('%s', 'UTF8') where message_id = '%s'"
                .formatted(GOOD, rejected));
  }
}
