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
import java.util.stream.IntStream;

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

  /** A column whose originals are kept: its place among the masked ones, and its field. */
  private record Kept(int place, String field) {}

  // One list for each kind of event.
  private final List<List<Kept>> kept;

  public EventMappings(EventSpec spec) {
    this.kept = spec.events().stream().map(EventMappings::kept).toList();
  }

  private static List<Kept> kept(EventKind kind) {
    List<Column> masked = kind.maskedColumns();
    return IntStream.range(0, masked.size())
        .filter(place -> masked.get(place).keepOriginal())
        .mapToObj(place -> new Kept(place, masked.get(place).field()))
        .toList();
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
      for (MaskedRow row : event.rows()) {
        for (Kept column : kept.get(event.kind())) {
          Pseudonym pseudonym = row.pseudonyms().get(column.place());
          if (pseudonym != null && wanted.test(pseudonym.masked())) {
            origins.add(new Origin(pseudonym, column.field()));
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
