package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What masking with keys promises, on a hundred logins and some malformed messages. */
@Tag("servers")
class KeyedInstallationTest {
  private static final int LOGINS = 100;

  /** The addresses and devices of the logins, and an address of a rejected message. */
  private static final List<String> ORIGINALS =
      IntStream.range(0, LOGINS)
          .boxed()
          .flatMap(i -> List.of("192.0.2." + i, "123-45-" + i).stream())
          .toList();

  @TempDir Path folder;

  private Installation installation;
  private Path keys;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    keys = folder.resolve("etl.keys");
    assertThat(Run.etl("keys", "create", keys.toString()).code()).isZero();
  }

  @Test
  void neither_an_original_nor_its_plain_hash_stands_anywhere_in_the_database() {
    consume("--keys", keys.toString());

    String dump = dump();
    assertThat(dump).contains("k1:").contains("enc1:");
    for (String original : ORIGINALS) {
      assertThat(dump).doesNotContain(sha256(original));
    }
    assertThat(words(dump)).doesNotContainAnyElementsOf(ORIGINALS);
    assertThat(installation.database().value("select count(distinct masked_ip) from user_logins"))
        .isEqualTo("100");
  }

  @Test
  void equal_values_have_equal_masks() {
    consume("--keys", keys.toString());
    consume("--keys", keys.toString());

    assertThat(
            installation
                .database()
                .query(
                    "select count(*), count(distinct masked_ip), count(distinct masked_device_id)"
                        + " from user_logins"))
        .containsExactly("200\t100\t100");
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("200");
  }

  @Test
  void with_the_keys_all_originals_are_recovered_by_masks_of_either_kind() throws IOException {
    consume("--keys", keys.toString());
    List<String> hashes =
        new ArrayList<>(installation.database().query("select hash_val from map_desmask"));
    ORIGINALS.forEach(original -> hashes.add(sha256(original)));
    Path file = Files.write(folder.resolve("hashes"), hashes);

    Run run =
        installation.etl("recover", "--from-file", file.toString(), "--keys", keys.toString());

    assertThat(run.code()).isZero();
    List<String[]> answers = run.out().lines().map(line -> line.split("\t")).toList();
    assertThat(answers).extracting(answer -> answer[0]).containsExactlyElementsOf(hashes);
    assertThat(answers.subList(0, 200))
        .extracting(answer -> answer[2])
        .containsExactlyInAnyOrderElementsOf(ORIGINALS);
    assertThat(answers.subList(200, 400))
        .extracting(answer -> answer[2])
        .containsExactlyElementsOf(ORIGINALS);
  }

  @Test
  void without_the_keys_nothing_is_recovered_and_the_generation_is_named() {
    consume("--keys", keys.toString());
    String mask = installation.database().value("select min(masked_ip) from user_logins");

    for (String hash : List.of(mask, sha256("192.0.2.7"))) {
      for (String format : List.of("text", "json", "csv")) {
        Run run = installation.etl("recover", hash, "--format", format);
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("key generation 1 is needed");
      }
    }
  }

  @Test
  void guesses_of_all_addresses_of_a_network_find_plain_masks_and_no_keyed_ones() {
    Set<String> hashes =
        IntStream.range(0, 1 << 16)
            .mapToObj(i -> "192.0." + i / 256 + "." + i % 256)
            .map(SampleLogin::sha256)
            .collect(Collectors.toSet());
    consume();
    assertThat(masks()).hasSize(LOGINS).isSubsetOf(hashes);

    Run remasked = installation.etl("remask", "--keys", keys.toString());
    assertThat(remasked.code()).isZero();
    assertThat(remasked.out()).contains("user_logins ", "generation ");

    assertThat(masks()).hasSize(LOGINS).doesNotContainAnyElementsOf(hashes);
    assertThat(masks().stream().map(mask -> mask.substring(3)).toList())
        .doesNotContainAnyElementsOf(hashes);
  }

  @Test
  void consumer_without_keys_is_warned_once_and_later_refused() {
    installation.queue().send(SampleLogin.body(1));
    Run warned = installation.etl("consume", "--max-messages", "1");
    assertThat(warned.code()).isZero();
    assertThat(warned.err()).containsOnlyOnce("masking.unkeyed");

    assertThat(installation.etl("remask", "--keys", keys.toString()).code()).isZero();
    installation.queue().send(SampleLogin.body(2));
    Run refused = installation.etl("consume", "--max-messages", "1");

    assertThat(refused.code()).isEqualTo(78);
    assertThat(refused.err()).contains("key generation 1 is needed");
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("1");
    Run keyed = installation.etl("consume", "--max-messages", "1", "--keys", keys.toString());
    assertThat(keyed.code()).isZero();
    assertThat(keyed.err()).doesNotContain("masking.unkeyed");
  }

  @Test
  void keys_come_from_an_option_a_file_or_a_variable() throws IOException {
    consume("--keys", keys.toString());
    String hash = sha256("192.0.2.7");
    String text = Files.readString(keys);

    for (Map<String, String> environment :
        List.of(Map.of("ETL_KEYS_FILE", keys.toString()), Map.of("ETL_KEYS", text))) {
      Run run = Run.etl(environment, installation.withEnvFile("recover", hash));
      assertThat(run.code()).isZero();
      assertThat(run.out()).isEqualTo(hash + "\tip\t192.0.2.7\n");
    }
    Files.writeString(
        installation.envFile(),
        Files.readString(installation.envFile()) + "ETL_KEYS='" + text.strip() + "'\n");
    assertThat(installation.etl("recover", hash).code()).isZero();
    Run wrong = Run.etl(Map.of("ETL_KEYS", "no keys"), installation.withEnvFile("recover", hash));
    assertThat(wrong.code()).isEqualTo(78);
    assertThat(wrong.err()).contains("ETL_KEYS").doesNotContain("no keys\"");
  }

  @Test
  void rejected_messages_are_shown_and_retried_with_the_keys() {
    installation.queue().send(SampleLogin.malformed(7));
    assertThat(installation.etl("consume", "--max-messages", "1", "--keys", keys.toString()).code())
        .isZero();
    String id = installation.database().value("select message_id from rejected_messages");
    assertThat(dump()).doesNotContain("192.0.2.7");

    Run shown = installation.etl("rejects", "show", id, "--keys", keys.toString());
    Run retried = installation.etl("rejects", "retry", "--all", "--keys", keys.toString());
    Run without = installation.etl("rejects", "show", id);

    assertThat(shown.out()).isEqualTo(SampleLogin.malformed(7));
    assertThat(retried.code()).isZero();
    assertThat(retried.err()).contains("1 stays rejected: etl rejects list");
    assertThat(without.code()).isEqualTo(78);
    assertThat(without.out()).isEmpty();
  }

  @Test
  void statistics_say_how_much_is_still_unkeyed() {
    consume();
    assertThat(installation.etl("stats", "--format", "json").out())
        .contains("\"generations\":{\"user_logins\":{\"unkeyed\":100}");
    assertThat(
            installation
                .etl("stats", "--fail-if", "database.generations.user_logins.unkeyed>0")
                .code())
        .isEqualTo(3);

    installation.etl("remask", "--keys", keys.toString());

    assertThat(installation.etl("stats", "--format", "json").out())
        .contains("\"generations\":{\"user_logins\":{\"unkeyed\":0,\"k1\":100}")
        .contains("\"map_desmask\":{\"unkeyed\":0,\"k1\":200}")
        .contains("\"rejected_messages\":{\"unkeyed\":0,\"k1\":1}");
    assertThat(
            installation
                .etl("stats", "--fail-if", "database.generations.user_logins.unkeyed>0")
                .code())
        .isZero();
  }

  private void consume(String... options) {
    List<String> bodies =
        new ArrayList<>(IntStream.range(0, LOGINS).mapToObj(SampleLogin::body).toList());
    bodies.add(SampleLogin.malformed(250));
    installation.queue().sendAll(bodies);
    List<String> command = new ArrayList<>(List.of("consume", "--max-messages", "101"));
    command.addAll(List.of(options));
    Run run = installation.etl(command.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private List<String> masks() {
    return installation.database().query("select distinct masked_ip from user_logins");
  }

  /** Every value of every table. */
  private String dump() {
    List<String> tables =
        installation
            .database()
            .query("select quote_ident(tablename) from pg_tables where schemaname = 'public'");
    StringBuilder dump = new StringBuilder();
    for (String table : tables) {
      dump.append(table).append('\n');
      installation
          .database()
          .query("select t::text from " + table + " t")
          .forEach(row -> dump.append(row).append('\n'));
    }
    installation
        .database()
        .query("select encode(body, 'escape') from rejected_messages")
        .forEach(body -> dump.append(body).append('\n'));
    return dump.toString();
  }

  private static Set<String> words(String dump) {
    return Arrays.stream(dump.split("[^0-9A-Za-z.:-]+")).collect(Collectors.toSet());
  }
}
