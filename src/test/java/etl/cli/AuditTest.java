package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.masking.KeyFile;
import etl.masking.Protection;
import etl.output.AnswerFormat;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class AuditTest {
  private static final String IP = "192.0.2.7";
  private static final String UNKNOWN = "0f".repeat(32);

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    installation
        .database()
        .execute("insert into map_desmask values ('%s', '%s', 'ip')".formatted(sha256(IP), IP));
  }

  @Test
  void every_recover_is_put_down_found_or_not() {
    installation.etl("recover", sha256(IP), UNKNOWN, sha256(IP), "--reason", "ticket\t17");

    JsonArray entries =
        JsonParser.parseString(installation.etl("audit", "--format", "json").out())
            .getAsJsonArray();
    assertThat(entries).hasSize(1);
    JsonObject entry = entries.get(0).getAsJsonObject();
    assertThat(entry.get("action").getAsString()).isEqualTo("recover");
    assertThat(entry.get("database_user").getAsString()).isEqualTo("postgres");
    assertThat(entry.get("os_user").getAsString()).isEqualTo(System.getProperty("user.name"));
    assertThat(entry.get("host").getAsString()).isNotEmpty();
    assertThat(entry.get("reason").getAsString()).isEqualTo("ticket\t17");
    assertThat(entry.get("hashes").toString())
        .isEqualTo("[\"%s\",\"%s\"]".formatted(sha256(IP), UNKNOWN));
    assertThat(entry.get("found").toString()).isEqualTo("[\"" + sha256(IP) + "\"]");
    assertThat(entry.get("removed").isJsonNull()).isTrue();
    assertThat(installation.database().query("select recover_audit::text from recover_audit"))
        .noneMatch(row -> row.contains(IP));
  }

  @Test
  void text_is_a_line_for_each_hash() {
    installation.etl("recover", sha256(IP), UNKNOWN, "--reason", "ticket\t17");

    Run run = installation.etl("audit", "--since", "1h");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().map(line -> line.split("\t", -1)))
        .hasSize(2)
        .allSatisfy(columns -> assertThat(columns).hasSize(7).contains("recover", "ticket\\t17"))
        .satisfiesExactly(
            known -> assertThat(known).contains(sha256(IP), "known"),
            unknown -> assertThat(unknown).contains(UNKNOWN, "not known"));
    assertThat(installation.etl("audit", "--since", "0s").out()).isEmpty();
    assertThat(installation.etl("audit", "--since", "0s", "--format", "json").out())
        .isEqualTo("[]\n");
  }

  @Test
  void terminal_of_100_columns_shows_whose_it_was_in_one_line_and_the_hash_below() {
    installation.etl("recover", UNKNOWN, "--reason", "ticket 17");

    List<String> lines = installation.onTerminal("audit").out().lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(lines.get(0)).startsWith("TIME ").contains(" OUTCOME ", " REASON");
    assertThat(lines.get(2)).contains(" recover ", " not known ", " ticket 17");
    assertThat(lines).element(3).isEqualTo("  " + UNKNOWN);
  }

  @Test
  void chunk_is_put_down_before_it_is_answered() {
    installation
        .database()
        .execute("alter table recover_audit add constraint small check (entry < 3)");
    String hashes =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i % 2 == 0 ? sha256(IP) : sha256("none-" + i))
            .collect(Collectors.joining("\n"));
    Run run = installation.reading(hashes, "recover", "--from-file", "-", "--format", "csv");
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.out().lines()).hasSize(1 + 2 * 1_000);
    assertThat(run.err().lines().filter(line -> line.contains("nothing is shown"))).hasSize(1);
    assertThat(installation.database().query("select cardinality(hashes) from recover_audit"))
        .containsExactly("501", "501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revoke all on recover_audit from %s",
        "drop table recover_audit",
        "alter table recover_audit drop column host",
        "alter table recover_audit add constraint never check (false)",
        "alter role %s set default_transaction_read_only to on"
      })
  void without_an_audit_nothing_is_shown(String obstacle) {
    String role = TestPostgres.server().createRole();
    installation
        .database()
        .execute(
            "grant select on map_desmask to %s; grant insert on recover_audit to %<s; "
                    .formatted(role)
                + obstacle.formatted(role));
    for (AnswerFormat format : AnswerFormat.values()) {
      Run run =
          installation.etl(
              "recover",
              sha256(IP),
              "--format=" + format,
              "--database-url",
              installation.database().as(role).url());
      assertThat(run.code()).isEqualTo(77);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(2).first().asString().contains("nothing is shown");
      assertThat(run.err()).doesNotContain(IP);
      if (obstacle.startsWith("drop")) {
        assertThat(run.err()).contains("etl migrate");
      }
    }
  }

  @Test
  void owner_of_older_tables_gets_the_audit_made() {
    installation
        .database()
        .execute("drop table recover_audit; alter table map_desmask drop column field");
    Run run = installation.etl("recover", sha256(IP));
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(sha256(IP) + "\t\t" + IP + "\n");
    assertThat(installation.database().value("select count(*) from recover_audit")).isEqualTo("1");
    assertThat(installation.database().query("select * from map_desmask").get(0).split("\t"))
        .hasSize(3);
  }

  @Test
  void reason_can_be_made_mandatory() {
    Map<String, String> mandatory = Map.of("ETL_REQUIRE_REASON", "true");
    Run without = Run.etl(mandatory, installation.withEnvFile("recover", sha256(IP)));
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.out()).isEmpty();
    assertThat(without.err()).contains("--reason").hasLineCount(1);
    String[] given = installation.withEnvFile("recover", sha256(IP), "--reason", "ticket 17");
    assertThat(Run.etl(mandatory, given).code()).isZero();
    String[] blank = installation.withEnvFile("recover", sha256(IP), "--reason", " ");
    assertThat(Run.etl(mandatory, blank).code()).isEqualTo(2);
  }

  @Test
  void hashes_are_put_down_as_the_newest_keys_have_them() {
    Path keys = folder.resolve("keys");
    assertThat(Run.etl("keys", "create", keys.toString()).code()).isZero();
    Protection protection = Protection.keyed(new KeyFile(keys).read());
    installation.etl("recover", sha256(IP), UNKNOWN, "--keys", keys.toString());

    assertThat(installation.database().query("select unnest(hashes) from recover_audit"))
        .isEqualTo(List.of(protection.rekey(sha256(IP)), protection.rekey(UNKNOWN)));
    assertThat(installation.database().query("select unnest(found) from recover_audit"))
        .containsExactly(protection.rekey(sha256(IP)));
  }
}
