package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What doctor advises below its finding, other commands advise below their error. */
@Tag("servers")
class RemedyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "stats --queue-url http://127.0.0.1:1/0/q, start the server there",
    "stats --queue-url http://no.such.host.invalid/0/q, host name",
    "migrate --database-url postgresql://etl@127.0.0.1:1/db, start PostgreSQL there",
    "migrate --database-url postgresql://etl@no.such.host.invalid/db, the host's name",
    "recover --keys NONE HASH, restore the key file",
    "recover --keys OPEN HASH, chmod 600",
    "recover --keys OTHER HASH, ETL_KEYS_FILE",
  })
  void error_of_a_command_has_the_remedy_of_doctor(String line, String remedy) throws Exception {
    Installation installation = Installation.in(folder);
    Path open = Files.writeString(folder.resolve("open"), "x");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path other = Files.writeString(folder.resolve("other"), "{}");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    List<String> words =
        Stream.of(line.split(" "))
            .map(w -> w.equals("NONE") ? folder.resolve("none").toString() : w)
            .map(w -> w.equals("OPEN") ? open.toString() : w)
            .map(w -> w.equals("OTHER") ? other.toString() : w)
            .map(w -> w.equals("HASH") ? "0".repeat(64) : w)
            .toList();
    Run run = installation.etl(words.toArray(String[]::new));
    assertThat(run.err()).hasLineCount(2);
    String below = run.err().lines().toList().get(1);
    assertThat(below).startsWith("     -> ").contains(remedy);

    Run doctor = installation.etl("doctor", "--format", "json", words.get(1), words.get(2));
    assertThat(remedies(doctor)).contains(below.substring(8));
  }

  @Test
  void key_file_that_was_made_anew_is_not_called_an_old_one() {
    Installation installation = Installation.in(folder);
    String first = keys("first");
    assertThat(Run.etl("keys", "rotate", first).code()).isZero();
    Run consumed =
        installation.etl("consume", "--keys", first, "--idle", "1s", "--max-duration", "20s");
    assertThat(consumed.code()).as(consumed.err()).isZero();
    String anew = keys("anew");

    Run run = installation.etl("consume", "--keys", anew, "--idle", "1s");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("these are not the keys of this database: their generation 1 is a different one")
        .contains("\n     -> restore this database's own key file")
        .doesNotContain("is needed");
    Run recover = installation.etl("recover", "--keys", anew, "0".repeat(64));
    assertThat(recover.code()).isEqualTo(78);
    assertThat(recover.err()).contains("not the keys of this database");
    assertThat(remedies(installation.etl("doctor", "--format", "json", "--keys", anew)))
        .anyMatch(text -> text.startsWith("restore this database's own key file"));
  }

  private String keys(String name) {
    String file = folder.resolve(name).toString();
    assertThat(Run.etl("keys", "create", file).code()).isZero();
    return file;
  }

  private static List<String> remedies(Run doctor) {
    return JsonParser.parseString(doctor.out())
        .getAsJsonObject()
        .getAsJsonArray("checks")
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .map((JsonObject finding) -> finding.get("remedy"))
        .filter(text -> text != null && !text.isJsonNull())
        .map(JsonElement::getAsString)
        .toList();
  }
}
