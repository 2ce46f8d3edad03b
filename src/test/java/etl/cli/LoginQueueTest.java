package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred logins and one malformed message: the real ones where they are at hand. */
@Tag("servers")
class LoginQueueTest {
  private static final Path REAL = Path.of("..", "shared", "data", "login-queue.jsonl");
  private static final Path SAMPLE =
      Path.of("src", "main", "resources", "etl", "sandbox", "sample-events.jsonl");

  @TempDir Path folder;

  @Test
  void each_login_becomes_one_row_whose_masks_are_its_hashes_and_recover() throws IOException {
    List<String> messages = Files.readAllLines(Files.exists(REAL) ? REAL : SAMPLE);
    Installation installation = Installation.in(folder);
    installation.queue().sendAll(messages);

    Run drained = installation.etl("consume", "--idle", "1s", "--format", "json");
    assertThat(drained.code()).isZero();
    assertThat(drained.out())
        .contains("\"received\":101,\"written\":100,\"duplicates\":0,\"rejected\":1,");
    assertThat(installation.queue().visible() + installation.queue().inFlight()).isZero();

    List<String> expected = new ArrayList<>();
    Set<String> originals = new TreeSet<>();
    for (JsonObject login : logins(messages)) {
      String ip = login.get("ip").getAsString();
      String device = login.get("device_id").getAsString();
      originals.addAll(List.of(ip, device));
      String user = login.get("user_id").getAsString();
      expected.add(String.join("\t", user, SampleLogin.sha256(ip), SampleLogin.sha256(device)));
    }
    List<String> rows =
        installation
            .database()
            .query("select user_id, masked_ip, masked_device_id from user_logins");
    assertThat(rows).hasSize(100).containsExactlyInAnyOrderElementsOf(expected);

    String hashes =
        String.join("\n", installation.database().query("select hash_val from map_desmask"));
    Run recovered = installation.reading(hashes, "recover", "--from-file", "-", "--format", "csv");
    assertThat(recovered.code()).isZero();
    assertThat(recovered.out().lines().skip(1).map(line -> line.split(",")[2]))
        .containsExactlyInAnyOrderElementsOf(originals);

    Run again = installation.etl("consume", "--idle", "1s", "--format", "json");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("\"received\":0,\"written\":0,");
  }

  @Test
  void env_file_of_the_predecessor_needs_only_the_endpoint() throws IOException {
    Installation installation =
        Installation.of(ElasticMq.shared().create("login-queue", Map.of()), folder);
    installation.queue().send(SampleLogin.body(1));
    Files.write(
        installation.envFile(),
        List.of(
            "AWS_ACCESS_KEY_ID=test",
            "AWS_SECRET_ACCESS_KEY=test",
            "AWS_SESSION_TOKEN=test",
            "AWS_DEFAULT_REGION=us-east-1",
            "",
            "DB_HOST=localhost",
            "DB_PORT=" + installation.database().port(),
            "DB_NAME=" + installation.database().name(),
            "DB_USER=postgres",
            "DB_PASSWORD=postgres"));
    String endpoint = ElasticMq.shared().endpoint().toString();
    Run run = installation.etl("consume", "--max-messages", "1", "--endpoint-url", endpoint);
    assertThat(run.code()).isZero();
    assertThat(installation.database().query("select user_id from user_logins"))
        .containsExactly("user-1");
    installation.queue().delete();
  }

  private static List<JsonObject> logins(List<String> messages) {
    List<JsonObject> logins = new ArrayList<>();
    for (String message : messages) {
      JsonObject event = JsonParser.parseString(message).getAsJsonObject();
      if (event.has("user_id")) {
        logins.add(event);
      }
    }
    return logins;
  }
}
