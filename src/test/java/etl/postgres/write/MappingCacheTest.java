package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import etl.masking.Protection;
import etl.postgres.write.EventMappings.Mapping;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MappingCacheTest {
  private final MappingCache cache = new MappingCache();
  private final Protection pseudonymiser = Protection.plain();

  @Test
  void knows_what_was_added_and_nothing_else() {
    List<String> masks = masks(0, 1_000);
    add(masks);
    add(masks);

    assertThat(masks).filteredOn(cache::contains).hasSize(1_000);
    assertThat(masks(1_000, 30_000)).filteredOn(cache::contains).isEmpty();
  }

  @Test
  void forgets_some_when_full_and_keeps_most_of_the_newest() {
    List<String> masks = masks(0, 1_000_000);
    add(masks);

    assertThat(known(masks.subList(800_000, 1_000_000))).isGreaterThan(150_000);
    assertThat(known(masks)).isBetween(500_000L, 1L << 19);
  }

  @Test
  void forgets_all_when_mappings_were_removed_and_takes_in_nothing_of_before() {
    add(masks(0, 10));
    cache.keepUp(1);
    assertThat(masks(0, 10)).filteredOn(cache::contains).isEmpty();
    add(masks(0, 10));
    assertThat(masks(0, 10)).filteredOn(cache::contains).isEmpty();
  }

  @Test
  void who_saw_fewer_removals_takes_nothing_away() {
    cache.keepUp(1);
    cache.addAll(mappings(masks(0, 10)), 1);
    cache.keepUp(0);
    add(masks(10, 20));
    assertThat(masks(0, 20)).filteredOn(cache::contains).isEqualTo(masks(0, 10));
  }

  @Test
  void mask_of_a_key_generation_is_known_too() {
    String mask = "k1:" + masks(0, 1).get(0);
    add(List.of(mask));
    assertThat(cache.contains(mask)).isTrue();
  }

  @Test
  void mask_that_is_no_hash_is_never_known() {
    List<String> odd =
        List.of("", "mask", "0".repeat(64), "g".repeat(64), "A".repeat(64), "1".repeat(31));
    add(odd);
    assertThat(odd).noneMatch(cache::contains);
  }

  @Test
  void masks_that_differ_in_one_digit_are_different() {
    List<String> masks =
        IntStream.range(0, 32)
            .mapToObj(i -> "0".repeat(32 + i) + "1" + "0".repeat(31 - i))
            .toList();
    for (String mask : masks) {
      MappingCache empty = new MappingCache();
      empty.addAll(mappings(List.of(mask)), 0);
      assertThat(masks).filteredOn(empty::contains).containsExactly(mask);
    }
  }

  private void add(List<String> masks) {
    cache.addAll(mappings(masks), 0);
  }

  private long known(List<String> masks) {
    return masks.stream().filter(cache::contains).count();
  }

  private static List<Mapping> mappings(List<String> masks) {
    return masks.stream().map(mask -> new Mapping(mask, "value", "ip")).toList();
  }

  private List<String> masks(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> pseudonymiser.mask("v" + i).masked()).toList();
  }
}
