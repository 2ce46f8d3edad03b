package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.spec.file.SpecFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class DryRunTest {
  private static final String GOOD =
      """
      {"user_id":"u-1","ip":"192.0.2.7","device_id":"123-45-6789","device_type":null,"locale":"<é>"}""";
  private static final String BAD = "{\"user_id\":\"u-2\",\"ip\":\"192.0.2.8\"}";

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
  }

  @Test
  void rows_are_printed_as_json_lines_keyed_by_column() {
    String id = installation.queue().send(GOOD);
    Run run = dryRun(1);
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    JsonObject row = JsonParser.parseString(run.out()).getAsJsonObject();
    List<String> columns =
        SpecFile.builtIn().tables().get(0).columns().stream().map(c -> c.name()).toList();
    assertThat(row.keySet()).containsExactlyElementsOf(columns);
    assertThat(row.get("user_id").getAsString()).isEqualTo("u-1");
    assertThat(row.get("device_type").isJsonNull()).isTrue();
    assertThat(row.get("locale").getAsString()).isEqualTo("<é>");
    assertThat(row.get("masked_ip").getAsString()).matches("[0-9a-f]{64}");
    assertThat(row.get("message_id").getAsString()).isEqualTo(id);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(LocalDate.parse(row.get("create_date").getAsString()))
        .isBetween(today.minusDays(1), today);
  }

  @Test
  void messages_are_given_back_and_nothing_is_written() {
    installation.queue().sendAll(List.of(GOOD, GOOD, BAD));
    Run run = dryRun(3, "--format", "json");
    JsonObject summary = JsonParser.parseString(last(run.out())).getAsJsonObject();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(summary.get("received").getAsInt()).isEqualTo(3);
    assertThat(summary.get("released").getAsInt()).isEqualTo(3);
    assertThat(summary.get("written").getAsInt()).isZero();
    assertThat(installation.queue().visible()).isEqualTo(3);
    assertThat(installation.database().query("select 1 from pg_tables where schemaname='public'"))
        .isEmpty();
  }

  @Test
  void rejects_are_named_on_standard_error_by_id_and_reason() {
    String id = installation.queue().send(BAD);
    Run run = dryRun(1);
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(id, "device_id").doesNotContain("192.0.2.8");
  }

  @Test
  void summary_for_people_stands_on_standard_error() {
    installation.queue().send(GOOD);
    assertThat(dryRun(1).err())
        .contains("would write         1\n", "would reject        0\n", "released            1\n")
        .contains("stopped by          max-messages\n");
  }

  @Test
  void no_database_is_needed_and_none_is_looked_for() throws Exception {
    installation.queue().send(GOOD);
    Files.writeString(
        installation.envFile(),
        Files.readString(installation.envFile()).replaceAll("DATABASE_URL=.*", "DATABASE_URL=no"));
    assertThat(dryRun(1).code()).isZero();
  }

  @Test
  void output_that_takes_no_more_ends_it_and_the_messages_are_given_back() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    installation.queue().sendAll(List.of(GOOD, GOOD));
    String[] args = installation.withEnvFile("consume", "--dry-run", "--max-messages", "2");
    try (Spawned etl = Spawned.into(full, folder, args)) {
      assertThat(etl.code()).isEqualTo(78);
      assertThat(etl.err().lines().filter(l -> l.startsWith("etl: cannot write"))).hasSize(1);
    }
    assertThat(installation.queue().visible()).isEqualTo(2);
  }

  @Test
  void it_stops_at_so_many_messages() {
    installation.queue().sendAll(List.of(GOOD, GOOD, GOOD));
    Run run = dryRun(2);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(installation.queue().visible()).isEqualTo(3);
  }

  private Run dryRun(int messages, String... args) {
    List<String> all = new ArrayList<>(List.of("consume", "--dry-run", "--max-messages"));
    all.add(Integer.toString(messages));
    all.addAll(List.of(args));
    return installation.etl(all.toArray(String[]::new));
  }

  private static String last(String text) {
    return text.lines().reduce((a, b) -> b).orElseThrow();
  }
}
