package etl.spec.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What holds for the draft of any samples. */
class DraftPropertiesTest {
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void draft_takes_its_samples_and_shows_nothing_personal(@ForAll Random random) {
    List<String> bodies = RandomSamples.of(random);

    Drafted drafted = Drafted.of(bodies);

    String shown = drafted.shown().toLowerCase(Locale.ROOT);
    for (String canary : RandomSamples.CANARIES) {
      assertThat(shown).as(() -> String.join("\n", bodies)).doesNotContain(canary);
    }
    assertThat(drafted.draft().proposals())
        .allSatisfy(line -> assertThat(line).doesNotContain(RandomSamples.WORD));
  }
}
