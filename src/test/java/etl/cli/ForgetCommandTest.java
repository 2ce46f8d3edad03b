package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.masking.KeyFile;
import etl.masking.Protection;
import etl.testing.SampleLogin;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class ForgetCommandTest {
  private static final String IP = "192.0.2.1";
  private static final String DEVICE = "123-45-1";

  @TempDir Path folder;

  private Installation installation;
  private String keys;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    keys = folder.resolve("keys").toString();
  }

  @Test
  void forgotten_value_that_comes_again_is_not_mapped() {
    consume(SampleLogin.body(1));
    Run run = installation.etl("forget", sha256(IP), "--yes", "--reason", "17", "--format=json");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    JsonObject receipt = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(receipt.keySet())
        .containsExactly(
            "time",
            "database",
            "forgotten",
            "mappings_removed",
            "rejects_removed",
            "rejects_unreadable",
            "nothing_removed");
    assertThat(receipt.get("mappings_removed").getAsInt()).isEqualTo(1);

    consume(SampleLogin.body(1));
    assertThat(installation.database().query("select original_val from map_desmask"))
        .containsExactly(DEVICE);
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("2");
    assertThat(installation.etl("recover", sha256(IP)).code()).isEqualTo(3);
    assertThat(installation.etl("audit").out())
        .contains("\tforget\t", "\t" + sha256(IP) + "\tknown\t17\n", "\tnot known\t\n");
  }

  @Test
  void hash_of_an_address_is_forgotten_with_its_domain_or_without() {
    consume(SampleLogin.body(1));
    Run run = installation.etl("forget", sha256(IP) + "@example.com", "--yes", "--format=json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"mappings_removed\":1,");
    assertThat(installation.database().query("select hash_val from forgotten_hashes"))
        .containsExactly(sha256(IP));
  }

  @Test
  void value_is_read_from_standard_input_and_shown_nowhere() {
    consume(SampleLogin.body(1), SampleLogin.malformed(1), SampleLogin.malformed(2));
    Run run =
        installation.reading(
            IP + "\r\n\n", "forget", "--value-from-stdin", "--yes", "--log-level", "trace");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("mappings removed    1\n", "rejects removed     1\n");
    assertThat(run.out() + run.err()).doesNotContain(IP, sha256(IP));
    assertThat(installation.database().query("select original_val from map_desmask"))
        .containsExactly(DEVICE);
    assertThat(installation.database().value("select count(*) from rejected_messages"))
        .isEqualTo("1");
  }

  @Test
  void other_spelling_of_an_address_is_another_value_and_the_exit_code_tells() {
    consume(SampleLogin.body("u", "2001:db8::1", "d"));
    Run run =
        installation.reading(
            "2001:DB8::1\n", "forget", "--value-from-stdin", "--yes", "--format", "json");
    assertThat(run.code()).isEqualTo(3);
    JsonObject receipt = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(receipt.get("forgotten").getAsInt()).isEqualTo(1);
    assertThat(receipt.get("mappings_removed").getAsInt()).isZero();
    assertThat(receipt.get("rejects_removed").getAsInt()).isZero();
    assertThat(receipt.get("nothing_removed").getAsInt()).isEqualTo(1);
    assertThat(installation.database().query("select hash_val from forgotten_hashes"))
        .containsExactly(sha256("2001:DB8::1"));
    assertThat(installation.database().query("select original_val from map_desmask order by 1"))
        .containsExactly("2001:db8::1", "d");

    Run both =
        installation.reading("2001:DB8::1\n2001:db8::1\n", "forget", "--value-from-stdin", "--yes");
    assertThat(both.code()).isZero();
    assertThat(both.out())
        .contains("forgotten           2\n", "mappings removed    1\n", "nothing removed     1\n");
  }

  @Test
  void hash_of_which_nothing_is_stored_is_forgotten_and_the_exit_code_tells() {
    consume(SampleLogin.body(1));
    Run run = installation.etl("forget", sha256("192.0.2.9"), "--yes");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("etl: neither a mapping nor a rejected message was removed");
    assertThat(installation.database().query("select hash_val from forgotten_hashes"))
        .containsExactly(sha256("192.0.2.9"));
  }

  @Test
  void reject_alone_that_is_removed_is_enough() {
    consume(SampleLogin.malformed(1));
    Run run = installation.reading(IP + "\n", "forget", "--value-from-stdin", "--yes");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("rejects removed     1\n", "nothing removed     0\n");
  }

  @Test
  void reject_that_cannot_be_read_makes_the_exit_code_tell() {
    consume(SampleLogin.body(1));
    consume(SampleLogin.malformed(1));
    installation
        .database()
        .execute("update rejected_messages set body = '\\xff656e63393a00'::bytea");
    Run run = installation.etl("forget", sha256(IP), "--yes", "--format", "json");
    assertThat(run.out()).contains("\"mappings_removed\":1", "\"rejects_unreadable\":1");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void byte_order_mark_is_no_part_of_a_value() {
    consume(SampleLogin.body(1));
    assertThat(
            installation
                .reading("\uFEFF" + IP + "\r\n", "forget", "--value-from-stdin", "--yes")
                .code())
        .isZero();
    assertThat(installation.database().query("select original_val from map_desmask"))
        .containsExactly(DEVICE);
  }

  @Test
  void old_mappings_go_and_come_again() {
    consume(SampleLogin.body(1));
    assertThat(installation.etl("forget", "--older-than", "0s", "--yes").out())
        .contains("mappings removed    2\n");
    assertThat(installation.database().query("select * from map_desmask")).isEmpty();
    consume(SampleLogin.body(1));
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("2");
  }

  @Test
  void forgotten_hash_stays_so_in_later_generations() {
    consume(SampleLogin.body(1));
    assertThat(installation.etl("forget", sha256(IP), "--yes").code()).isZero();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    consumeKeyed(SampleLogin.body(1), SampleLogin.malformed(1));
    assertThat(installation.etl("remask", "--keys", keys).code()).isZero();
    Protection first = Protection.keyed(new KeyFile(Path.of(keys)).read());
    assertThat(installation.database().query("select hash_val from forgotten_hashes"))
        .containsExactly(first.mask(IP).masked());

    Run other = installation.etl("forget", sha256(DEVICE), "--yes", "--keys", keys);
    assertThat(other.out()).contains("mappings removed    1\n");
    assertThat(Run.etl("keys", "rotate", keys).code()).isZero();
    consumeKeyed(SampleLogin.body(1));
    assertThat(installation.database().query("select * from map_desmask")).isEmpty();
    assertThat(installation.database().query("select hashes from recover_audit").get(1))
        .isEqualTo("{" + first.mask(DEVICE).masked() + "}");
  }

  @Test
  void newer_hash_takes_the_mapping_of_an_earlier_generation_with_it() {
    consume(SampleLogin.body(1));
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    String mask = Protection.keyed(new KeyFile(Path.of(keys)).read()).mask(IP).masked();
    assertThat(installation.etl("forget", mask, "--yes", "--keys", keys).out())
        .contains("mappings removed    1\n");
    assertThat(installation.etl("remask", "--keys", keys).code()).isZero();
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("1");
  }

  @Test
  void nothing_is_forgotten_without_the_keys_of_the_database() {
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    consumeKeyed(SampleLogin.body(1));
    Run run = installation.etl("forget", sha256(IP), "--yes");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("generation 1");
    assertThat(installation.database().query("select * from forgotten_hashes")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--yes",
        "0f",
        "--older-than 1d --value-from-stdin --yes",
        "--value-from-stdin --yes",
        "--older-than soon --yes",
        "--older-than 1d",
      })
  void wrong_usage_removes_nothing(String arguments) {
    consume(SampleLogin.body(1));
    Run run = installation.etl(("forget " + arguments).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1);
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("2");
  }

  private void consume(String... bodies) {
    consume(new String[0], bodies);
  }

  private void consumeKeyed(String... bodies) {
    consume(new String[] {"--keys", keys}, bodies);
  }

  private void consume(String[] options, String... bodies) {
    for (String body : bodies) {
      installation.queue().send(body);
    }
    String[] command = {"consume", "--max-messages", Integer.toString(bodies.length)};
    String[] all = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    assertThat(installation.etl(all).code()).isZero();
  }
}
