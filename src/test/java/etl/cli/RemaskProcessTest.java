package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.Lane;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From plain masks to one file and on to two, with real processes that are killed on the way. */
@Tag("servers")
class RemaskProcessTest {
  private static final int USERS = Lane.shortOrLong(4_000, 8_000);

  private static final String FILL =
      """
      insert into user_logins (user_id, masked_ip, masked_device_id, message_id)
      select 'user-' || n %% %1$d, encode(sha256(convert_to('192.0.2.' || n %% %1$d, 'UTF8')), 'hex'),
        encode(sha256(convert_to('123-45-' || n %% %1$d, 'UTF8')), 'hex'), 'old-' || n
      from generate_series(1, 4 * %1$d) n;
      insert into map_desmask (hash_val, original_val, field)
      select encode(sha256(convert_to(value || n, 'UTF8')), 'hex'), value || n, 'ip'
      from generate_series(0, %1$d - 1) n, unnest(array['192.0.2.', '123-45-']) value
      """
          .formatted(USERS);

  @TempDir Path folder;

  @Test
  void two_consumers_go_on_while_a_remask_is_killed_twice() throws Exception {
    Installation installation = Installation.in(folder);
    TestDatabase database = installation.database();
    assertThat(installation.etl("migrate").code()).isZero();
    database.execute(FILL);
    String keys = folder.resolve("etl.keys").toString();
    String recovery = folder.resolve("etl.recovery").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    String[] follow = installation.withEnvFile("consume", "--follow", "--keys", keys);
    try (Spawned one = Spawned.etl(Files.createDirectory(folder.resolve("one")), follow);
        Spawned two = Spawned.etl(Files.createDirectory(folder.resolve("two")), follow)) {
      for (int generation = 1; generation <= 2; generation++) {
        int first = 1_000 * generation;
        installation
            .queue()
            .sendAll(IntStream.range(first, first + 200).mapToObj(SampleLogin::body).toList());
        killInTheMiddle(installation, keys, generation);
        installation
            .queue()
            .sendAll(
                IntStream.range(first + 200, first + 400).mapToObj(SampleLogin::body).toList());
        assertThat(installation.etl("remask", "--keys", keys).code()).isZero();
        awaitRows(database, 4 * USERS + 400 * generation);
        if (generation == 1) {
          assertAllAt(generation, installation, "--keys", keys);
        } else {
          assertAllAt(generation, installation, "--recovery-keys", recovery);
        }
        if (generation == 1) {
          assertThat(Run.etl("keys", "rotate", keys, "--recovery", recovery).code()).isZero();
        }
      }
      for (Spawned consumer : List.of(one, two)) {
        consumer.signal("TERM");
        assertThat(consumer.code()).isZero();
      }
    }
  }

  private void killInTheMiddle(Installation installation, String keys, int generation)
      throws IOException, InterruptedException {
    Path output = Files.createDirectory(folder.resolve("killed-" + generation));
    try (Spawned killed = Spawned.etl(output, installation.withEnvFile("remask", "--keys", keys))) {
      String rekeyed =
          "select exists (select from user_logins where message_id like 'old-%%'"
              + " and masked_ip like 'k%d:%%')";
      await(installation.database(), rekeyed.formatted(generation), "t");
      killed.signal("KILL");
      assertThat(killed.code()).isEqualTo(137);
    }
    assertThat(
            installation
                .database()
                .value(
                    "select count(*) from user_logins where masked_ip not like 'k%d:%%'"
                        .formatted(generation)))
        .isNotEqualTo("0");
  }

  private static void awaitRows(TestDatabase database, int rows) {
    await(database, "select count(*) from user_logins", Integer.toString(rows));
  }

  private static void await(TestDatabase database, String query, String value) {
    Await.until(
        () -> value + " from " + query + ", and it is " + database.value(query),
        () -> database.value(query).equals(value));
  }

  /** All rows are of the generation, equal values have equal masks, all masks recover. */
  private void assertAllAt(int generation, Installation installation, String... keys)
      throws IOException {
    TestDatabase database = installation.database();
    assertThat(
            database.query(
                "select distinct left(masked_ip, 3), left(masked_device_id, 3) from user_logins"))
        .containsExactly("k%1$d:\tk%1$d:".formatted(generation));
    assertThat(
            database.query(
                "select count(distinct user_id), count(distinct masked_ip),"
                    + " count(distinct (user_id, masked_ip, masked_device_id)) from user_logins"))
        .containsExactly("%1$d\t%1$d\t%1$d".formatted(USERS));
    List<String> plain =
        IntStream.range(0, USERS).mapToObj(i -> SampleLogin.sha256("192.0.2." + i)).toList();
    Path asked = folder.resolve("asked");
    Files.write(asked, plain);
    assertRecovers(installation, asked, keys);
    Path reports = folder.resolve("report-" + generation);
    Files.write(
        reports,
        database.query("select min(masked_ip) from user_logins group by length(user_id), user_id"));
    for (int report = 1; report <= generation; report++) {
      assertRecovers(installation, folder.resolve("report-" + report), keys);
    }
  }

  private static void assertRecovers(Installation installation, Path asked, String... keys) {
    Run run = installation.etl("recover", keys[0], keys[1], "--from-file", asked.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.substring(line.lastIndexOf('\t') + 1)))
        .doesNotHaveDuplicates()
        .hasSize(USERS)
        .allMatch(original -> original.startsWith("192.0.2."));
  }
}
