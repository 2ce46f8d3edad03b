package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.masking.CurrentProtection.Epoch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two files: what a consumer's keys store, and what the recovery file's keys open of it. */
class SealedProtectionTest {
  private static final String VALUE = "jane.doe@example.com";
  private static final byte[] BODY = "{\"mail\": \"jane".getBytes(StandardCharsets.UTF_8);

  private final Keyring recovery = FreshKeys.createRecovery(Instant.EPOCH);
  private final List<Runnable> ends = new ArrayList<>();
  private final Protection consumer = consumer(recovery, 1_000_000);
  private final Protection recoverer = Protection.keyed(recovery);

  // The table, and how often it was looked into.
  private final Map<String, SealedKey> stored = new HashMap<>();
  private final List<Collection<String>> reads = new ArrayList<>();

  @Test
  void consumer_seals_what_the_recovery_file_alone_opens() {
    Pseudonym pseudonym = consumer.mask(VALUE);
    String original = seal(consumer, pseudonym);
    byte[] body = sealBody(consumer, "id", BODY);

    assertThat(original).matches("seal1:[A-Za-z0-9_-]{22}:[A-Za-z0-9+/]+").doesNotContain(VALUE);
    assertThat(new String(body, StandardCharsets.ISO_8859_1))
        .startsWith("\u00ffseal1:")
        .doesNotContain("jane");
    assertThat(recoverer.mask(VALUE)).isEqualTo(pseudonym);
    assertThat(opener(recoverer).open(pseudonym.masked(), original)).isEqualTo(pseudonym);
    assertThat(opener(recoverer).openBody("id", body)).isEqualTo(BODY);
    assertThatThrownBy(() -> opener(consumer).open(pseudonym.masked(), original))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("opens only with the recovery file")
        .hasMessageNotContaining(VALUE);
    assertThatThrownBy(() -> opener(consumer).openBody("id", body))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("opens only with the recovery file");
  }

  @Test
  void neither_opens_beside_another_mask_or_id() {
    String original = seal(consumer, consumer.mask(VALUE));
    byte[] body = sealBody(consumer, "id", BODY);

    assertThatThrownBy(() -> opener(recoverer).open(consumer.mask("other").masked(), original))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("for another row");
    assertThatThrownBy(() -> opener(recoverer).openBody("other", body))
        .isInstanceOf(KeysException.class);
  }

  @Test
  void nothing_opens_with_another_installations_recovery_file_or_without_its_data_key() {
    Pseudonym pseudonym = consumer.mask(VALUE);
    String original = seal(consumer, pseudonym);
    Protection foreign = Protection.keyed(FreshKeys.createRecovery(Instant.EPOCH));

    assertThatThrownBy(() -> opener(foreign).open(pseudonym.masked(), original))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("sealed to another public key");
    stored.clear();
    assertThatThrownBy(() -> opener(recoverer).open(pseudonym.masked(), original))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("its sealed data key is missing");
  }

  @Test
  void each_transaction_tells_the_data_key_that_it_has_used() {
    Sealer first = consumer.sealer();
    Sealer second = consumer.sealer();
    Sealer idle = consumer.sealer();
    first.seal(consumer.mask(VALUE));
    second.sealBody("id", BODY);

    assertThat(first.keys()).hasSize(1).containsExactlyElementsOf(second.keys());
    assertThat(idle.keys()).isEmpty();
  }

  @Test
  void data_key_is_changed_after_so_many_values_even_within_a_transaction() {
    Protection brief = consumer(recovery, 3);
    Sealer sealer = brief.sealer();
    List<Pseudonym> pseudonyms =
        IntStream.range(0, 7).mapToObj(i -> brief.mask(VALUE + i)).toList();
    List<String> originals = pseudonyms.stream().map(sealer::seal).toList();
    store(sealer);

    assertThat(sealer.keys()).hasSize(3);
    for (int i = 0; i < originals.size(); i++) {
      Pseudonym pseudonym = pseudonyms.get(i);
      assertThat(opener(recoverer).open(pseudonym.masked(), originals.get(i))).isEqualTo(pseudonym);
    }
  }

  @Test
  void data_key_is_forgotten_when_its_time_is_over_and_not_when_an_earlier_ones_is() {
    String first = dataKey(seal(consumer, consumer.mask(VALUE)));
    assertThat(dataKey(seal(consumer, consumer.mask(VALUE)))).isEqualTo(first);
    assertThat(ends).hasSize(1);

    ends.get(0).run();
    String second = dataKey(seal(consumer, consumer.mask(VALUE)));
    assertThat(second).isNotEqualTo(first);
    ends.get(0).run();
    assertThat(dataKey(seal(consumer, consumer.mask(VALUE)))).isEqualTo(second);
  }

  @Test
  void all_data_keys_of_a_page_are_read_at_once_and_each_only_once() {
    Protection brief = consumer(recovery, 2);
    Map<String, String> mapping = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      Pseudonym pseudonym = brief.mask(VALUE + i);
      mapping.put(pseudonym.masked(), seal(brief, pseudonym));
    }
    Opener opener = opener(recoverer);

    opener.prepare(mapping.values());
    mapping.forEach(opener::open);
    opener(recoverer).prepare(mapping.values());
    opener(consumer).prepare(mapping.values());

    assertThat(reads).hasSize(1);
    assertThat(reads.get(0)).hasSize(10);
  }

  @Test
  void one_file_becomes_two_and_all_that_was_stored_opens_with_the_recovery_file() {
    Keyring one = FreshKeys.create(Instant.EPOCH);
    Keyring two = FreshKeys.rotatedRecovery(one, Instant.EPOCH);
    Pseudonym old = Protection.keyed(one).mask(VALUE);
    String original = Protection.keyed(one).sealer().seal(old);
    byte[] body = Protection.keyed(one).sealer().sealBody("id", BODY);

    assertThat(opener(Protection.keyed(two)).open(old.masked(), original)).isEqualTo(old);
    assertThat(opener(Protection.keyed(two)).openBody("id", body)).isEqualTo(BODY);
    Opener consumers = opener(consumer(two, 9));
    assertThatThrownBy(() -> consumers.open(old.masked(), original))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("opens only with the recovery file");
  }

  /** From plain over one file to two, and on to the next generation of two. */
  @Test
  void what_a_consumer_cannot_open_it_carries_from_generation_to_generation() {
    Keyring one = FreshKeys.create(Instant.EPOCH);
    Keyring two = FreshKeys.rotatedRecovery(one, Instant.EPOCH);
    Keyring three = FreshKeys.rotatedRecovery(two, Instant.EPOCH);
    String mask = Protection.plain().mask(VALUE).masked();
    String original = VALUE;
    byte[] body = BODY;
    for (Protection each : List.of(Protection.keyed(one), consumer(two, 9), consumer(three, 9))) {
      Sealer sealer = each.sealer(this::read);
      original = sealer.reseal(mask, original);
      body = sealer.resealBody("id", body);
      mask = each.rekey(mask);
      store(sealer);
    }

    Protection newest = Protection.keyed(three);
    assertThat(mask).isEqualTo(newest.mask(VALUE).masked());
    assertThat(original).startsWith("seal3:");
    assertThat(opener(newest).open(mask, original)).isEqualTo(newest.mask(VALUE));
    assertThat(opener(newest).openBody("id", body)).isEqualTo(BODY);
    // With the recovery file, no shell stays.
    Sealer flat = newest.sealer(this::read);
    assertThat(flat.reseal(mask, original).length()).isLessThan(original.length());
    assertThat(flat.resealBody("id", body).length).isLessThan(body.length);
  }

  private Protection consumer(Keyring keys, long values) {
    return Protection.keyed(keys.forConsumers(), new Epoch(values, ends::add));
  }

  private String seal(Protection protection, Pseudonym pseudonym) {
    Sealer sealer = protection.sealer();
    String original = sealer.seal(pseudonym);
    store(sealer);
    return original;
  }

  private byte[] sealBody(Protection protection, String id, byte[] body) {
    Sealer sealer = protection.sealer();
    byte[] sealed = sealer.sealBody(id, body);
    store(sealer);
    return sealed;
  }

  private void store(Sealer sealer) {
    sealer.keys().forEach(key -> stored.put(key.id(), key));
  }

  private Opener opener(Protection protection) {
    return protection.opener(this::read);
  }

  private List<SealedKey> read(Collection<String> ids) {
    reads.add(ids);
    return ids.stream().filter(stored::containsKey).map(stored::get).toList();
  }

  private static String dataKey(String original) {
    return original.split(":")[1];
  }
}
