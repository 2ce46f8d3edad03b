package etl.spec.file;

import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.Mask;
import java.util.ArrayList;
import java.util.List;

/** What is worth a second look in a spec that nothing is wrong with. */
public final class SpecNotes {
  private SpecNotes() {}

  /**
   * The notes, one line each: every column that shows a personal value or a part of it although
   * another one masks it.
   */
  public static List<String> of(EventSpec spec) {
    List<String> notes = new ArrayList<>();
    for (EventKind event : spec.events()) {
      for (Column column : event.columns()) {
        String note = note(spec, event, column);
        if (note != null) {
          notes.add("event %s: column %s: %s".formatted(event.name(), column.name(), note));
        }
      }
    }
    return List.copyOf(notes);
  }

  /** Null for none. */
  private static String note(EventSpec spec, EventKind event, Column column) {
    List<Place> places = at(column, event, spec);
    Mask mask = column.mask();
    if (column.clear()) {
      return clear(event, places, spec);
    } else if (!mask.hides()) {
      return maskedElsewhere(event, places, spec);
    }
    for (Column other : event.columns()) {
      if (mask != Mask.HASH
          && other.mask() == Mask.HASH
          && Place.meet(places, at(other, event, spec))) {
        return kept(mask) + " beside the hash in column " + other.name();
      }
    }
    return null;
  }

  private static String clear(EventKind event, List<Place> places, EventSpec spec) {
    List<String> masks =
        event.columns().stream()
            .filter(other -> other.mask().hides() && Place.show(places, at(other, event, spec)))
            .map(Column::name)
            .toList();
    return masks.isEmpty()
        ? "says clear, and no column masks what it shows"
        : "shows in the clear what column " + Words.list(masks, "and") + " masks";
  }

  private static String kept(Mask mask) {
    return mask == Mask.EMAIL
        ? "shows the domain of the address"
        : mask instanceof Mask.Network ? "shows the network of the address" : "shows the period";
  }

  /** No message is two events, but what is personal in one is often so in the other. */
  private static String maskedElsewhere(EventKind event, List<Place> places, EventSpec spec) {
    for (EventKind other : spec.events()) {
      for (Column column : other.columns()) {
        if (other != event
            && column.mask().hides()
            && Place.meet(places, at(column, other, spec))) {
          return "shows a place that event %s masks in column %s"
              .formatted(other.name(), column.name());
        }
      }
    }
    return null;
  }

  private static List<Place> at(Column column, EventKind event, EventSpec spec) {
    return Place.of(column.source(), event.each(), spec.unwrap());
  }
}
