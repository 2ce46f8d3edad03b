package etl.postgres.rekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.count.TableCounter;
import etl.postgres.count.TableCounts;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoveredOriginal;
import etl.postgres.rejects.RejectedMessages;
import etl.postgres.schema.SupportTables;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class RemaskTest {
  private static final EventSpec SPEC = SpecFile.builtIn();
  private static final int USERS = 4_000;

  /** Rows of the plain generation, three of each user. */
  private static final String FILL =
      """
      insert into user_logins (user_id, masked_ip, masked_device_id, message_id)
      select 'u' || n %% %1$d, encode(sha256(convert_to('ip-' || n %% %1$d, 'UTF8')), 'hex'),
        encode(sha256(convert_to('device-' || n %% %1$d, 'UTF8')), 'hex'), 'm' || n
      from generate_series(1, 3 * %1$d) n;
      insert into map_desmask (hash_val, original_val, field, first_seen)
      select encode(sha256(convert_to(field || '-' || n, 'UTF8')), 'hex'), field || '-' || n,
        field, timestamptz '2020-02-02 02:02:02.222222Z'
      from generate_series(0, %1$d - 1) n, unnest(array['ip', 'device']) field;
      insert into rejected_messages (message_id, reason, body, sent_at)
      select 'r' || n, 'bad', convert_to('body-' || n, 'UTF8'), now() from generate_series(1, 7) n;
      insert into forgotten_hashes values (encode(sha256('forgotten'), 'hex'));
      insert into recover_audit (action, os_user, host, hashes, found)
      select 'recover', 'me', 'here', array[encode(sha256('ip-1'), 'hex')],
        array[encode(sha256('ip-1'), 'hex')]
      from generate_series(1, 2)
      """
          .formatted(USERS);

  /** Rows whose masks are of two generations, or have no mapping under them. */
  private static final String TORN =
      """
      select count(*) from user_logins l
        left join map_desmask i on i.hash_val = l.masked_ip
        left join map_desmask d on d.hash_val = l.masked_device_id
      where i.hash_val is null or d.hash_val is null
        or substring(masked_ip from '^k[0-9]+:')
          is distinct from substring(masked_device_id from '^k[0-9]+:')
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();

  private Keys keys;

  @BeforeEach
  void fill() {
    keys = Keys.in(folder);
    Stores.prepared(database).close();
    database.execute(FILL);
  }

  @Test
  void all_is_carried_from_plain_to_the_first_generation_and_on() {
    for (int generation = 1; generation <= 2; generation++) {
      assertThat(remask(keys.open()))
          .isEqualTo(
              Map.of(
                  "user_logins",
                  3L * USERS,
                  "map_desmask",
                  2L * USERS,
                  "rejected_messages",
                  7L,
                  "forgotten_hashes",
                  1L,
                  "recover_audit",
                  2L));
      assertAllAt(generation);
      assertThat(remask(keys.open()).values()).containsOnly(0L);
      keys.rotate();
    }
  }

  @Test
  void audit_keeps_no_hash_of_an_earlier_generation() {
    String one = Protection.plain().mask("ip-1").masked();
    String two = Protection.plain().mask("ip-2").masked();
    CurrentProtection first = keys.open();
    database.execute(
        """
        truncate recover_audit;
        insert into recover_audit (action, os_user, host, hashes, found) values
          ('recover', 'me', 'here', array['%1$s', '%2$s', '%3$s'], array['%1$s', '%3$s']),
          ('retention', 'me', 'here', '{}', '{}')
        """
            .formatted(one, two, first.mask("ip-1").masked()));
    String before = database.value("select asked_at from recover_audit where action = 'recover'");

    assertThat(remask(first)).containsEntry("recover_audit", 1L);

    assertThat(database.query("select hashes, found from recover_audit order by entry"))
        .containsExactly(
            "{%1$s,%2$s}\t{%1$s}"
                .formatted(first.mask("ip-1").masked(), first.mask("ip-2").masked()),
            "{}\t{}");
    assertThat(database.value("select asked_at from recover_audit where action = 'recover'"))
        .isEqualTo(before);
  }

  @Test
  void consumers_keep_their_memory_of_mappings_that_are_only_moved() {
    String before = database.value("select removals from mapping_removals");
    assertThat(remask(keys.open())).containsEntry("map_desmask", 2L * USERS);
    assertThat(database.value("select removals from mapping_removals")).isEqualTo(before);
  }

  @Test
  void interrupted_anywhere_each_row_stands_in_one_generation_and_its_mapping_is_found() {
    CurrentProtection protection = keys.open();
    int interruptions = 0;
    boolean done = false;
    while (!done) {
      try {
        remask(
            protection,
            (table, pages, all, rekeyed) -> {
              if (rekeyed > 0) {
                throw new Interruption();
              }
            });
        done = true;
      } catch (Interruption e) {
        interruptions++;
        assertThat(database.value(TORN)).isEqualTo("0");
        assertRecovers(protection.current(), interruptions);
      }
    }

    assertThat(interruptions).isGreaterThan(4);
    assertAllAt(1);
  }

  @Test
  void consumers_go_on_meanwhile_and_come_along() {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Integer>> consumers = new ArrayList<>();
    remask(keys.open());
    for (int consumer = 0; consumer < 2; consumer++) {
      int number = consumer;
      CurrentProtection protection = keys.open();
      consumers.add(Background.start(() -> consume(number, protection, stop)));
    }
    keys.rotate();
    remask(keys.open());
    keys.rotate();
    remask(keys.open());
    stop.set(true);
    int written = consumers.stream().mapToInt(CompletableFuture::join).sum();

    assertThat(written).isPositive();
    assertThat(database.value("select count(*) from user_logins"))
        .isEqualTo(Integer.toString(3 * USERS + written));
    assertAllAt(3);
  }

  @Test
  void what_is_no_mask_is_left_alone() {
    database.execute(
        """
        truncate user_logins, map_desmask, rejected_messages, forgotten_hashes, recover_audit;
        insert into recover_audit (action, os_user, host, hashes, found)
        values ('recover', 'me', 'here', array['other'], '{}');
        insert into user_logins (masked_ip, masked_device_id, message_id)
        values ('192.0.2.1', null, 'm1'), (null, repeat('a', 64), 'm2'), (null, null, 'm3');
        insert into map_desmask (hash_val, original_val) values ('other', 'o'), (repeat('b', 64), null)
        """);

    assertThat(remask(keys.open()))
        .isEqualTo(
            Map.of(
                "user_logins",
                1L,
                "map_desmask",
                1L,
                "rejected_messages",
                0L,
                "forgotten_hashes",
                0L,
                "recover_audit",
                0L));
    assertThat(database.query("select masked_ip from user_logins order by message_id"))
        .containsExactly("192.0.2.1", "<null>", "<null>");
    assertThat(database.value("select original_val from map_desmask where hash_val = 'other'"))
        .isEqualTo("o");
    assertThat(database.value("select original_val from map_desmask where hash_val like 'k1:%'"))
        .isEqualTo("<null>");
  }

  @Test
  void partitions_are_carried_one_by_one() {
    database.execute(
        """
        alter table user_logins rename to older;
        create table user_logins (like older including defaults) partition by hash (message_id);
        create table "Part 1" partition of user_logins for values with (modulus 2, remainder 0);
        create table part_2 partition of user_logins for values with (modulus 2, remainder 1);
        create unique index on user_logins (message_id);
        insert into user_logins select * from older;
        drop table older
        """);

    assertThat(remask(keys.open())).containsEntry("user_logins", 3L * USERS);
    assertAllAt(1);
  }

  @Test
  void without_keys_there_is_nothing_to_carry_to() {
    assertThatThrownBy(() -> remask(CurrentProtection.plain()))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("--keys");
  }

  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private int consume(int number, CurrentProtection protection, AtomicBoolean stop) {
    EventParser parser = new EventParser(SPEC, protection);
    int written = 0;
    try (PostgresEventStore store = Stores.keyed(database, protection)) {
      store.prepareTables();
      while (!stop.get()) {
        String id = "c" + number + "-" + written;
        String body =
            "{\"user_id\": \"u%d\", \"ip\": \"ip-%<d\", \"device_id\": \"device-%<d\"}"
                .formatted(written % USERS);
        QueueMessage message =
            new QueueMessage(new Receipt(id, "handle", ""), body, Instant.EPOCH, 1);
        store.write(WriteBatch.sorted(List.of(parser.parse(message))));
        written++;
      }
    }
    return written;
  }

  /** Every row, mapping and body is of the generation, equality holds, and all is recovered. */
  private void assertAllAt(int generation) {
    String prefix = "k" + generation + ":";
    assertThat(database.value(TORN)).isEqualTo("0");
    assertThat(
            database.query(
                "select distinct left(masked_ip, 3), left(masked_device_id, 3) from user_logins"))
        .containsExactly(prefix + "\t" + prefix);
    assertThat(database.query("select distinct left(hash_val, 3) from map_desmask"))
        .containsExactly(prefix);
    assertThat(database.query("select distinct left(original_val, 5) from map_desmask"))
        .containsExactly("enc" + generation + ":");
    assertThat(
            database.query(
                "select count(distinct masked_ip), count(distinct masked_device_id),"
                    + " count(distinct (user_id, masked_ip, masked_device_id)) from user_logins"))
        .containsExactly("%1$d\t%1$d\t%1$d".formatted(USERS));
    assertThat(database.query("select distinct first_seen at time zone 'UTC' from map_desmask"))
        .containsExactly("2020-02-02 02:02:02.222222");
    Protection newest = keys.open().current();
    for (int i = 1; i <= 7; i++) {
      String id = "r" + i;
      try (Database connected = Database.single(Stores.connector(database))) {
        assertThat(
                new RejectedMessages(connected)
                    .find(id)
                    .map(found -> found.body(Keys.opener(newest))))
            .hasValueSatisfying(body -> assertThat(new String(body)).startsWith("body-"));
      }
    }
    assertThat(
            database.query(
                "select distinct encode(substr(body, 2, 5), 'escape') from rejected_messages"))
        .containsExactly("enc" + generation + ":");
    assertCounts(generation);
    assertRecovers(newest, generation);
  }

  private void assertCounts(int generation) {
    try (Database connected = Database.single(Stores.connector(database))) {
      TableCounts counts = new TableCounter(connected, SPEC).count(true);
      for (String table : SupportTables.all(SPEC.tables())) {
        assertThat(counts.generations().get(table))
            .containsExactly(
                Map.entry("unkeyed", 0L),
                Map.entry("k" + generation, counts.counts().get(table).getAsLong()));
      }
      assertThat(counts.generations().get(SupportTables.FORGOTTEN))
          .containsExactly(Map.entry("unkeyed", 0L), Map.entry("k" + generation, 1L));
      assertThat(counts.generations().get(SupportTables.AUDIT))
          .containsExactly(Map.entry("unkeyed", 0L), Map.entry("k" + generation, 2L));
    }
  }

  /** Some values, by every mask that there was of them so far. */
  private void assertRecovers(Protection newest, int seed) {
    try (Database connected = Database.single(Stores.connector(database))) {
      MappingReader reader = new MappingReader(connected, newest);
      for (int user : IntStream.range(0, 20).map(i -> (i * 197 + seed) % USERS).toArray()) {
        String ip = "ip-" + user;
        List<String> forms = newest.forms(Protection.plain().mask(ip).masked());
        String now =
            database.value(
                "select distinct masked_ip from user_logins where user_id = 'u%d'".formatted(user)
                    + " limit 1");
        for (String form : forms.subList(forms.indexOf(now), forms.size())) {
          assertThat(reader.find(List.of(form)))
              .containsExactly(Map.entry(form, new RecoveredOriginal(form, "ip", ip)));
        }
      }
    }
  }

  private Map<String, Long> remask(CurrentProtection protection) {
    return remask(protection, (table, pages, all, rekeyed) -> {});
  }

  private Map<String, Long> remask(CurrentProtection protection, Remask.Progress progress) {
    try (Database connected = Database.single(Stores.connector(database))) {
      return new Remask(connected, protection, notice -> {}, progress).run();
    }
  }
}
