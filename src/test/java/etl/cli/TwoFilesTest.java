package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.masking.KeyFile;
import etl.masking.KeysException;
import etl.masking.Opener;
import etl.masking.Protection;
import etl.masking.SealedKey;
import etl.spec.Shop;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Two files: who holds what learns what. The guide's table of thieves stands on these tests:
 *
 * <ul>
 *   <li>dump, backup, analyst, DBA: {@link #dump_holds_neither_a_value_nor_its_plain_hash()}
 *   <li>dump and consumer's file: {@link
 *       #dump_and_the_consumers_file_open_none_of_200_originals_and_the_recovery_file_all()}, and
 *       for what can be guessed {@link #consumers_file_finds_what_can_be_guessed()}
 *   <li>DBA who changes rows: {@link #value_that_was_moved_to_another_row_does_not_open()}
 *   <li>control over a consumer: {@code SealedStoreTest}, which looks for data keys in its memory
 *   <li>analyst: {@link #analyst_reads_masks_alone()}
 *   <li>producer: {@link #producer_who_sends_a_value_learns_nothing_without_the_tables()}
 *   <li>recovery file: {@link #recovery_file_alone_masks_guesses_and_opens_with_the_tables()}
 * </ul>
 */
@Tag("servers")
class TwoFilesTest {
  private static final int LOGINS = 100;

  /** 200 values that nobody guesses. */
  private static final List<String> ORIGINALS =
      Stream.concat(ips(), IntStream.range(0, LOGINS).mapToObj(TwoFilesTest::device)).toList();

  @TempDir Path folder;

  private Installation installation;
  private String keys;
  private String recovery;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    keys = folder.resolve("etl.keys").toString();
    recovery = folder.resolve("etl.recovery").toString();
    Run created = Run.etl("keys", "create", keys, "--recovery", recovery);
    assertThat(created.code()).isZero();
    assertThat(created.err()).contains("if the recovery file is lost");
  }

  @Test
  void dump_and_the_consumers_file_open_none_of_200_originals_and_the_recovery_file_all() {
    consume();
    String id = rejectWithAttributes();

    Opener thief = opener(keys);
    Opener owner = opener(recovery);
    List<List<String>> mapping =
        installation.database().rows("select hash_val, original_val from map_desmask");
    List<String> opened = new ArrayList<>();
    for (List<String> row : mapping) {
      assertThatThrownBy(() -> thief.open(row.get(0), row.get(1)))
          .isInstanceOf(KeysException.class);
      opened.add(owner.open(row.get(0), row.get(1)).original());
    }
    assertThat(opened).contains(ORIGINALS.toArray(String[]::new));
    for (String column : List.of("body", "attributes")) {
      for (List<String> row :
          installation
              .database()
              .rows(
                  "select message_id, encode(%1$s, 'hex') from rejected_messages where %1$s is not null"
                      .formatted(column))) {
        byte[] stored = HexFormat.of().parseHex(row.get(1));
        assertThatThrownBy(() -> thief.openBody(row.get(0), stored))
            .isInstanceOf(KeysException.class);
        assertThat(new String(owner.openBody(row.get(0), stored), StandardCharsets.UTF_8))
            .containsAnyOf("user_id", "order", "return", "eu");
      }
    }
    assertThat(installation.etl("rejects", "show", id, "--recovery-keys", recovery).out())
        .isEqualTo(Shop.returned());
  }

  @Test
  void dump_holds_neither_a_value_nor_its_plain_hash() {
    consume();

    String dump = dump();
    assertThat(dump).contains("k1:").contains("seal1:");
    for (String original : ORIGINALS) {
      assertThat(dump)
          .doesNotContain(original)
          .doesNotContain(sha256(original))
          .doesNotContain(base64(original));
    }
  }

  /** What keys cannot do: it is said in the guide. */
  @Test
  void consumers_file_finds_what_can_be_guessed() {
    installation.queue().send(SampleLogin.body(77));
    run("consume", "--max-messages", "1", "--keys", keys);
    String mask = installation.database().value("select masked_ip from user_logins");

    Protection thief = Protection.keyed(new KeyFile(Path.of(keys)).read());
    assertThat(
            IntStream.range(0, 256)
                .mapToObj(i -> "192.0.2." + i)
                .filter(guess -> thief.mask(guess).masked().equals(mask)))
        .containsExactly("192.0.2.77");
  }

  @Test
  void value_that_was_moved_to_another_row_does_not_open() {
    consume();
    installation
        .database()
        .execute(
            "update map_desmask m set original_val = o.original_val from map_desmask o"
                + " where m.field = 'ip' and o.field = 'device_id'");
    String hash =
        installation.database().value("select min(hash_val) from map_desmask where field = 'ip'");

    Run run = installation.etl("recover", hash, "--recovery-keys", recovery);

    assertThat(run.code()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("or for another row");
  }

  @Test
  void analyst_reads_masks_alone() {
    consume();
    installation.database().execute(Run.etl("grants").out());
    String role = TestPostgres.server().createRole();
    installation.database().execute("grant etl_analyst to " + role);
    TestDatabase analyst = installation.database().as(role);

    assertThat(analyst.query("select masked_ip from user_logins")).hasSize(LOGINS);
    for (String table : List.of("map_desmask", "rejected_messages", "sealed_keys")) {
      assertThatThrownBy(() -> analyst.query("select * from " + table))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void consumer_and_recoverer_need_no_more_than_what_grants_gives() {
    installation.etl("migrate");
    installation.database().execute(Run.etl("grants").out());
    String writer = memberOf("etl_writer");
    installation.queue().sendAll(List.of(login(1), SampleLogin.malformed(2)));

    run("consume", "--max-messages", "2", "--keys", keys, "--database-url", writer);

    String hash = installation.database().value("select masked_ip from user_logins");
    String recoverer = memberOf("etl_recoverer");
    assertThat(run("recover", hash, "--recovery-keys", recovery, "--database-url", recoverer).out())
        .isEqualTo(hash + "\tip\t" + ip(1) + "\n");
  }

  @Test
  void producer_who_sends_a_value_learns_nothing_without_the_tables() {
    installation.queue().send(login(1));

    Run run = run("consume", "--max-messages", "1", "--keys", keys, "--log-level", "trace");

    assertThat(run.out() + run.err()).doesNotContain(ip(1)).doesNotContain("k1:");
  }

  @Test
  void recovery_file_alone_masks_guesses_and_opens_with_the_tables() throws IOException {
    consume();
    List<String> hashes = installation.database().query("select hash_val from map_desmask");
    Path asked = Files.write(folder.resolve("hashes"), hashes);

    Run all = run("recover", "--from-file", asked.toString(), "--recovery-keys", recovery);

    assertThat(all.out().lines().map(line -> line.split("\t")[2]))
        .containsExactlyInAnyOrderElementsOf(ORIGINALS);
    assertThat(run("recover", sha256(ip(3)), "--recovery-keys", recovery).out())
        .endsWith("\t" + ip(3) + "\n");
  }

  @Test
  void commands_that_open_say_that_they_need_the_recovery_file_and_how_it_is_given()
      throws IOException {
    consume();
    String hash = installation.database().value("select min(masked_ip) from user_logins");
    String id = installation.database().value("select min(message_id) from rejected_messages");
    for (List<String> command :
        List.of(
            List.of("recover", hash),
            List.of("rejects", "show", id),
            List.of("rejects", "retry", "--all"))) {
      List<String> keyed = new ArrayList<>(command);
      keyed.addAll(List.of("--keys", keys));

      Run refused = installation.etl(keyed.toArray(String[]::new));
      assertThat(refused.code()).as(refused.err()).isEqualTo(78);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .contains("opens only with the recovery file")
          .contains("--recovery-keys, ETL_RECOVERY_KEYS_FILE or ETL_RECOVERY_KEYS");
      for (Map<String, String> variables :
          List.of(
              Map.of("ETL_RECOVERY_KEYS_FILE", recovery),
              Map.of("ETL_RECOVERY_KEYS", Files.readString(Path.of(recovery))))) {
        Run opened = Run.etl(variables, installation.withEnvFile(keyed.toArray(String[]::new)));
        assertThat(opened.code()).as(opened.err()).isZero();
      }
    }
  }

  @Test
  void commands_that_open_nothing_need_the_consumers_file_at_most() {
    consume();
    assertThat(run("rejects", "list").out().lines()).hasSize(1);
    JsonObject originals =
        JsonParser.parseString(run("stats", "--format", "json").out())
            .getAsJsonObject()
            .getAsJsonObject("database")
            .getAsJsonObject("originals");
    assertThat(originals.toString()).isEqualTo("{\"sealed\":200,\"encrypted\":0,\"plain\":0}");
    String hash = installation.database().value("select min(masked_ip) from user_logins");

    Run forgotten = installation.etl("forget", hash, "--yes", "--keys", keys, "--format", "json");
    assertThat(forgotten.code()).isEqualTo(3);
    assertThat(forgotten.out()).contains("\"mappings_removed\":1", "\"rejects_unreadable\":1");
    Run all = installation.etl("forget", sha256(ip(250)), "--yes", "--recovery-keys", recovery);
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(installation.database().query("select 1 from rejected_messages")).isEmpty();
  }

  @Test
  void each_file_in_the_others_place_is_refused_and_no_key_is_told() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("consume", "--keys", recovery),
            List.of("recover", sha256("x"), "--recovery-keys", keys),
            List.of("keys", "rotate", keys),
            List.of("keys", "rotate", recovery, "--recovery", keys))) {
      Run run =
          wrong.get(0).equals("keys")
              ? Run.etl(wrong.toArray(String[]::new))
              : installation.etl(wrong.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(78);
      for (String file : List.of(keys, recovery)) {
        assertThat(
                Pattern.compile("\"value\":\"([^\"]+)")
                    .matcher(Files.readString(Path.of(file)))
                    .results()
                    .map(match -> match.group(1)))
            .hasSize(2)
            .noneMatch(run.err()::contains);
      }
    }
  }

  @Test
  void one_file_becomes_two_and_remask_carries_what_the_consumers_file_cannot_open()
      throws IOException {
    String old = folder.resolve("old.keys").toString();
    String second = folder.resolve("old.recovery").toString();
    assertThat(Run.etl("keys", "create", old).code()).isZero();
    sendAll();
    run("consume", "--max-messages", "101", "--keys", old);
    List<String> before = installation.database().query("select hash_val from map_desmask");
    assertThat(Run.etl("keys", "rotate", old, "--recovery", second).code()).isZero();

    assertThat(installation.etl("doctor", "--keys", old).out())
        .containsPattern("warning +keys.originals +0 sealed, 200 encrypted, 0 plain");
    run("remask", "--keys", old);

    assertThat(dump()).doesNotContain("enc1:").doesNotContain("k1:");
    assertThat(installation.etl("doctor", "--keys", old).out())
        .containsPattern("ok +keys.originals +200 sealed, 0 encrypted, 0 plain");
    Path asked = Files.write(folder.resolve("hashes"), before);
    Run all = run("recover", "--from-file", asked.toString(), "--recovery-keys", second);
    assertThat(all.out().lines().map(line -> line.split("\t")[2]))
        .containsExactlyInAnyOrderElementsOf(ORIGINALS);
    String id = installation.database().value("select message_id from rejected_messages");
    assertThat(run("rejects", "show", id, "--keys", old, "--recovery-keys", second).out())
        .isEqualTo(malformed());
    run("remask", "--keys", old, "--recovery-keys", second);
    assertThat(Run.etl("keys", "rotate", old, "--recovery", second).code()).isZero();
    run("remask", "--keys", old, "--recovery-keys", second);
    assertThat(dump()).doesNotContain("seal2:");
    assertThat(run("recover", sha256(ip(3)), "--recovery-keys", second).out())
        .endsWith("\t" + ip(3) + "\n");
  }

  private void consume() {
    sendAll();
    run("consume", "--max-messages", "101", "--keys", keys);
  }

  private void sendAll() {
    List<String> bodies =
        new ArrayList<>(IntStream.range(0, LOGINS).mapToObj(TwoFilesTest::login).toList());
    bodies.add(malformed());
    installation.queue().sendAll(bodies);
  }

  private static String malformed() {
    return "{\"user_id\":\"user-250\",\"ip\":\"%s\"}".formatted(ip(250));
  }

  private String rejectWithAttributes() {
    MessageAttributeValue region =
        MessageAttributeValue.builder().dataType("String").stringValue("eu").build();
    String id = installation.queue().sendWith(Map.of(Shop.REGION, region), Shop.returned());
    String spec = Shop.file(folder).toString();
    run("consume", "--max-messages", "1", "--keys", keys, "--spec", spec);
    return id;
  }

  private String memberOf(String group) {
    String role = TestPostgres.server().createRole();
    installation.database().execute("grant %s to %s".formatted(group, role));
    return installation.database().as(role).url();
  }

  private Run run(String... args) {
    Run run = installation.etl(args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** What somebody opens who has the tables and a file. */
  private Opener opener(String file) {
    List<SealedKey> sealed =
        installation
            .database()
            .rows("select key_id, generation, encode(sealed, 'hex') from sealed_keys")
            .stream()
            .map(
                row ->
                    new SealedKey(
                        row.get(0),
                        Integer.parseInt(row.get(1)),
                        HexFormat.of().parseHex(row.get(2))))
            .toList();
    assertThat(sealed).isNotEmpty();
    return Protection.keyed(new KeyFile(Path.of(file)).read()).opener(ids -> sealed);
  }

  /** Every value of every table, bodies as text. */
  private String dump() {
    TestDatabase database = installation.database();
    StringBuilder dump = new StringBuilder();
    for (String table :
        database.query(
            "select quote_ident(tablename) from pg_tables where schemaname = 'public'")) {
      database.query("select t::text from " + table + " t").forEach(dump::append);
    }
    database.query("select encode(body, 'escape') from rejected_messages").forEach(dump::append);
    return dump.toString();
  }

  private static String base64(String original) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(original.getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<String> ips() {
    return IntStream.range(0, LOGINS).mapToObj(TwoFilesTest::ip);
  }

  private static String login(int number) {
    return SampleLogin.body("user-" + number, ip(number), device(number));
  }

  private static String ip(int number) {
    return "2001:db8:" + UUID.nameUUIDFromBytes(new byte[] {1, (byte) number});
  }

  private static String device(int number) {
    return UUID.nameUUIDFromBytes(new byte[] {2, (byte) number}).toString();
  }
}
