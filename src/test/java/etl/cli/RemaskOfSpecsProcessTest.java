package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Lane;
import etl.testing.TestDatabase;
import etl.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two consumers with two specs in one database, and a remask that is killed on the way. */
@Tag("servers")
class RemaskOfSpecsProcessTest {
  private static final int CUSTOMERS = Lane.shortOrLong(2_000, 8_000);
  private static final int SENT = 200;

  private static final String ORDERS =
      """
      {"table": "orders", "columns": [
        {"name": "customer", "pointer": "/customer", "type": "varchar", "length": 400,
          "required": true, "mask": "email"},
        {"name": "phone", "pointer": "/phone", "type": "varchar", "length": 128, "masked": true,
          "keep_original": false},
        {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]}
      """;

  private static final String VISITS =
      """
      {"table": "visits", "columns": [
        {"name": "visitor", "pointer": "/email", "type": "varchar", "length": 128,
          "required": true, "masked": true, "canonical": "email"},
        {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]}
      """;

  private static final String FILL =
      """
      create temporary table people as
        select n, 'user-' || n || '@example.com' as address,
          encode(sha256(convert_to('user-' || n || '@example.com', 'UTF8')), 'hex') as hash
        from generate_series(0, %1$d - 1) n;
      insert into orders (customer, phone, message_id)
        select hash || '@example.com', encode(sha256(convert_to('555-' || n, 'UTF8')), 'hex'),
          'old-' || n || '-' || copy
        from people, generate_series(1, 4) copy order by copy, n;
      insert into visits (visitor, message_id) select hash, 'old-' || n from people;
      insert into map_desmask (hash_val, original_val, field) select hash, address, 'x' from people
      """
          .formatted(CUSTOMERS);

  @TempDir Path folder;

  private final TestQueue visited = ElasticMq.shared().queue();

  private Installation installation;
  private TestDatabase database;
  private String orders;
  private String visits;
  private String keys;

  @BeforeEach
  void fill() throws IOException {
    installation = Installation.in(folder);
    database = installation.database();
    orders = Files.writeString(folder.resolve("orders.json"), ORDERS).toString();
    visits = Files.writeString(folder.resolve("visits.json"), VISITS).toString();
    keys = folder.resolve("etl.keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    assertThat(installation.etl("migrate", "--spec", orders).code()).isZero();
    assertThat(installation.etl("migrate", "--spec", visits).code()).isZero();
    database.execute(FILL);
  }

  @Test
  void every_hash_of_both_recovers_and_equal_values_stay_equal() throws Exception {
    try (Spawned one = follow("one", orders, installation.queue());
        Spawned two = follow("two", visits, visited)) {
      send(0);
      killInTheMiddle();
      send(SENT);
      Run remask = installation.etl("remask", "--keys", keys);
      assertThat(remask.code()).as(remask.err()).isZero();
      awaitRows(2 * SENT);
      assertAllAt(1);
      assertThat(Run.etl("keys", "rotate", keys).code()).isZero();
      send(2 * SENT);
      assertThat(installation.etl("remask", "--keys", keys).code()).isZero();
      awaitRows(3 * SENT);
      assertAllAt(2);
      for (Spawned consumer : List.of(one, two)) {
        consumer.signal("TERM");
        assertThat(consumer.code()).isZero();
      }
    }
  }

  private Spawned follow(String name, String spec, TestQueue queue) throws IOException {
    return Spawned.etl(
        Files.createDirectory(folder.resolve(name)),
        installation.withEnvFile(
            "consume", "--follow", "--keys", keys, "--spec", spec, "--queue-url", queue.url()));
  }

  /** People of whom there are rows, in another spelling. */
  private void send(int from) {
    installation
        .queue()
        .sendAll(
            bodies(from, "{\"customer\": \" User-%1$d@EXAMPLE.com\", \"phone\": \"555-%1$d\"}"));
    visited.sendAll(bodies(from, "{\"email\": \"USER-%d@Example.com\"}"));
  }

  private static List<String> bodies(int from, String form) {
    return IntStream.range(from, from + SENT).mapToObj(form::formatted).toList();
  }

  private void killInTheMiddle() throws IOException, InterruptedException {
    Path output = Files.createDirectory(folder.resolve("killed"));
    try (Spawned killed = Spawned.etl(output, installation.withEnvFile("remask", "--keys", keys))) {
      await(
          "select exists (select from orders where message_id like 'old-%' and phone like 'k1:%')",
          "t");
      killed.signal("KILL");
      assertThat(killed.code()).isEqualTo(137);
    }
    assertThat(database.value("select count(*) from visits where visitor not like 'k1:%'"))
        .isNotEqualTo("0");
  }

  private void awaitRows(int sent) {
    await("select count(*) from orders", Integer.toString(4 * CUSTOMERS + sent));
    await("select count(*) from visits", Integer.toString(CUSTOMERS + sent));
  }

  private void await(String query, String value) {
    Await.until(
        () -> value + " from " + query + ", and it is " + database.value(query),
        () -> database.value(query).equals(value));
  }

  private void assertAllAt(int generation) throws IOException {
    String prefix = "k" + generation + ":";
    assertThat(
            database.query(
                "select distinct left(customer, 3), split_part(customer, '@', 2), left(phone, 3)"
                    + " from orders"))
        .containsExactly(prefix + "\texample.com\t" + prefix);
    assertThat(database.query("select distinct left(visitor, 3) from visits"))
        .containsExactly(prefix);
    assertThat(
            database.query(
                """
                select count(distinct customer), count(distinct phone),
                  count(distinct (customer, phone)),
                  (select count(distinct visitor) from visits),
                  (select count(distinct o.customer) from orders o
                    join visits v on v.visitor = split_part(o.customer, '@', 1))
                from orders
                """))
        .containsExactly("%1$d\t%1$d\t%1$d\t%1$d\t%1$d".formatted(CUSTOMERS));
    assertRecover(database.query("select distinct customer from orders"));
    assertRecover(database.query("select distinct visitor from visits"));
  }

  private void assertRecover(List<String> hashes) throws IOException {
    Path asked = Files.write(folder.resolve("asked"), hashes);
    Run run = installation.etl("recover", "--keys", keys, "--from-file", asked.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.split("\t")[0]))
        .containsExactlyElementsOf(hashes);
    assertThat(originals(run)).doesNotHaveDuplicates().hasSize(CUSTOMERS);
    assertThat(originals(run)).allMatch(original -> original.matches("user-[0-9]+@example.com"));
  }

  private static Stream<String> originals(Run run) {
    return run.out().lines().map(line -> line.substring(line.lastIndexOf('\t') + 1));
  }
}
