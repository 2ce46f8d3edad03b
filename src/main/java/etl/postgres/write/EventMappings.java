package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.masking.Pseudonym;
import etl.masking.Sealer;
import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The mappings that events bring. */
public final class EventMappings {
  /**
   * A mapping to be written.
   *
   * @param mask the mask
   * @param stored the original in the form in which it is stored
   * @param field the event's field that held the original
   */
  public record Mapping(String mask, String stored, String field) {
    /** The mask only. */
    @Override
    public String toString() {
      return "Mapping[" + mask + "]";
    }
  }

  private record Origin(Pseudonym pseudonym, String field) {
    String mask() {
      return pseudonym.masked();
    }
  }

  private final List<List<Column>> masked;

  public EventMappings(EventSpec spec) {
    this.masked = spec.events().stream().map(EventKind::maskedColumns).toList();
  }

  /**
   * The mappings of events, each once, and by mask, so that concurrent writers take their locks in
   * the same order.
   *
   * @param wanted which masks to look at
   * @param sealer for their originals
   */
  public List<Mapping> of(List<MaskedEvent> events, Predicate<String> wanted, Sealer sealer) {
    List<Origin> origins = new ArrayList<>();
    for (MaskedEvent event : events) {
      List<Column> columns = masked.get(event.kind());
      for (MaskedRow row : event.rows()) {
        for (int i = 0; i < columns.size(); i++) {
          Pseudonym pseudonym = row.pseudonyms().get(i);
          if (pseudonym != null
              && columns.get(i).keepOriginal()
              && wanted.test(pseudonym.masked())) {
            origins.add(new Origin(pseudonym, columns.get(i).field()));
          }
        }
      }
    }
    origins.sort((one, other) -> one.mask().compareTo(other.mask()));
    List<Mapping> mappings = new ArrayList<>(origins.size());
    String last = null;
    for (Origin origin : origins) {
      if (!origin.mask().equals(last)) {
        last = origin.mask();
        mappings.add(new Mapping(last, sealer.seal(origin.pseudonym()), origin.field()));
      }
    }
    return mappings;
  }
}
