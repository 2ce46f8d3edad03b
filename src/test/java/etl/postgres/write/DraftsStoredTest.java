package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.EventStore;
import etl.event.MaskedEvent;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.Stores;
import etl.spec.TableSpec;
import etl.spec.draft.Drafted;
import etl.spec.draft.RandomSamples;
import etl.testing.ServersAndProperties;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Drafts of random samples, and the samples in a real database. */
@ServersAndProperties
class DraftsStoredTest {
  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void draft_stores_its_samples_and_nothing_personal_in_the_clear(@ForAll Random random) {
    Drafted drafted = Drafted.of(RandomSamples.of(random));
    TestDatabase database = TestPostgres.server().createDatabase();
    try (EventStore store = Stores.of(database, drafted.spec(), CurrentProtection.plain())) {
      store.prepareTables();
      store.write(WriteBatch.sorted(drafted.events()));
    }

    for (TableSpec table : drafted.spec().tables()) {
      long rows =
          drafted.events().stream()
              .map(MaskedEvent.class::cast)
              .filter(
                  event -> drafted.spec().events().get(event.kind()).table().equals(table.name()))
              .mapToLong(event -> event.rows().size())
              .sum();
      assertThat(database.value("select count(*) from \"" + table.name() + '"'))
          .isEqualTo(Long.toString(rows));
      String stored =
          String.join("\n", database.query("select t::text from \"" + table.name() + "\" t"));
      for (String canary : RandomSamples.CANARIES) {
        assertThat(stored.toLowerCase(Locale.ROOT)).doesNotContain(canary);
      }
    }
  }
}
