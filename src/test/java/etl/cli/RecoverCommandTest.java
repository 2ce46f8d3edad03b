package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class RecoverCommandTest {
  private static final String IP = "192.0.2.7";
  private static final String DEVICE = "123-45-6789";
  private static final String UNKNOWN = "0f".repeat(32);

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    insert(IP, "ip");
    insert(DEVICE, "device_id");
  }

  @Test
  void arguments_are_answered_in_the_order_asked() {
    Run run = installation.etl("recover", sha256(DEVICE), sha256(IP), sha256(DEVICE));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsExactly(
            sha256(DEVICE) + "\tdevice_id\t" + DEVICE,
            sha256(IP) + "\tip\t" + IP,
            sha256(DEVICE) + "\tdevice_id\t" + DEVICE);
  }

  @Test
  void upper_case_is_accepted_and_answered_in_lower_case() {
    Run run = installation.etl("recover", sha256(IP).toUpperCase(Locale.ROOT));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(sha256(IP) + "\t");
  }

  @Test
  void hash_of_an_address_is_taken_with_its_domain_and_answered_as_it_was_asked() {
    Run run = installation.etl("recover", sha256(IP) + "@Example.com", sha256(IP));
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(sha256(IP) + "@example.com\tip\t" + IP, sha256(IP) + "\tip\t" + IP);
    assertThat(installation.database().value("select hashes from recover_audit"))
        .isEqualTo("{" + sha256(IP) + "}");

    Run unknown = installation.etl("recover", UNKNOWN + "@example.com");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).isEqualTo("etl: unknown hash: " + UNKNOWN + "\n");
    Run wrong = installation.etl("recover", "ann@example.com", sha256(IP) + "@", UNKNOWN + "@a@b");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).doesNotContain("ann").doesNotContain(UNKNOWN);
  }

  @Test
  void unknown_hash_goes_to_standard_error_and_makes_the_exit_code_3() {
    Run run = installation.etl("recover", UNKNOWN, sha256(IP), "k1:" + UNKNOWN);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEqualTo(sha256(IP) + "\tip\t" + IP + "\n");
    assertThat(run.err().lines())
        .containsExactly(
            "etl: unknown hash: " + UNKNOWN,
            "etl: unknown hash: k1:" + UNKNOWN,
            "etl: 1 found, 2 not known, 0 malformed");
  }

  @Test
  void unknown_hash_stands_in_json_and_csv_as_nothing_known() {
    Run json = installation.etl("recover", UNKNOWN, "--format", "json");
    assertThat(json.code()).isEqualTo(3);
    assertThat(json.err()).isEqualTo("etl: unknown hash: " + UNKNOWN + "\n");
    JsonArray answers = JsonParser.parseString(json.out()).getAsJsonArray();
    assertThat(answers.get(0).getAsJsonObject().get("original").isJsonNull()).isTrue();
    Run csv = installation.etl("recover", UNKNOWN, "--format", "csv");
    assertThat(csv.code()).isEqualTo(3);
    assertThat(csv.err()).isEqualTo(json.err());
    assertThat(csv.out()).isEqualTo("hash,field,original\n" + UNKNOWN + ",,\n");
  }

  @Test
  void file_is_read_line_by_line_and_wrong_lines_are_named_by_number() throws IOException {
    Path file = folder.resolve("hashes");
    Files.write(file, List.of(sha256(IP), "", IP, sha256(DEVICE)));
    Run run = installation.etl("recover", "--from-file", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err().lines())
        .containsExactly(
            "etl: " + file + ": line 3 is not a hash", "etl: 2 found, 0 not known, 1 malformed");
  }

  @Test
  void wrong_argument_is_named_by_its_place_and_the_others_are_answered() {
    Run run = installation.etl("recover", sha256(IP), IP, UNKNOWN, sha256(DEVICE));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err().lines())
        .containsExactly(
            "etl: argument 2 is not a hash of 64 hex digits",
            "etl: unknown hash: " + UNKNOWN,
            "etl: 2 found, 1 not known, 1 malformed");
  }

  @Test
  void standard_input_of_many_chunks_is_answered_in_order() {
    String hashes =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i % 2 == 0 ? sha256(IP) : sha256("none-" + i))
            .collect(Collectors.joining("\n"));
    Run run = installation.reading(hashes, "recover", "--from-file", "-", "--format", "csv");
    assertThat(run.code()).isEqualTo(3);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2_501);
    assertThat(lines.get(1)).isEqualTo(sha256(IP) + ",ip," + IP);
    assertThat(lines.get(2_500)).isEqualTo(sha256("none-2499") + ",,");
  }

  @Test
  void empty_input_is_an_empty_answer() {
    Run run = installation.reading("\n \n", "recover", "--from-file", "-", "--format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("[]\n");
  }

  @Test
  void missing_file_is_a_configuration_error() {
    Run run = installation.etl("recover", "--from-file", folder.resolve("none").toString());
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void trouble_with_the_database_is_one_line_with_its_remedy_and_no_output() {
    String[] places = {
      "69",
      "postgresql://postgres@127.0.0.1:1/none",
      "78",
      installation.database().url() + "_none",
      "77",
      installation.database().as(TestPostgres.server().createRole()).url()
    };
    for (int i = 0; i < places.length; i += 2) {
      Run run =
          installation.etl(
              "recover", sha256(IP), "--format", "json", "--database-url", places[i + 1]);
      assertThat(run.code()).isEqualTo(Integer.parseInt(places[i]));
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(2).first().asString().startsWith("etl: ");
      assertThat(run.err().lines()).last().asString().startsWith("     -> ");
    }
  }

  private void insert(String original, String field) {
    installation
        .database()
        .execute(
            "insert into map_desmask (hash_val, original_val, field) values ('%s', '%s', '%s')"
                .formatted(sha256(original), original, field));
  }
}
