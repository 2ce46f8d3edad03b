package etl.spec.file;

import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.Mask;
import java.util.ArrayList;
import java.util.List;

/** What is worth a second look in a spec that nothing is wrong with. */
public final class SpecNotes {
  private final EventSpec spec;
  private final List<String> notes = new ArrayList<>();

  private SpecNotes(EventSpec spec) {
    this.spec = spec;
  }

  /**
   * The notes, one line each: every column that shows a personal value or a part of it although
   * another one masks it.
   */
  public static List<String> of(EventSpec spec) {
    SpecNotes notes = new SpecNotes(spec);
    for (EventKind event : spec.events()) {
      event.columns().forEach(column -> notes.add(event, column));
    }
    return List.copyOf(notes.notes);
  }

  private void add(EventKind event, Column column) {
    List<Place> places = at(column, event);
    String where = "event " + event.name() + ": column " + column.name() + ": ";
    if (column.clear()) {
      notes.add(where + clear(event, places));
    } else if (column.mask().hides() && column.mask() != Mask.HASH) {
      for (Column other : event.columns()) {
        if (other.mask() == Mask.HASH && Place.meet(places, at(other, event))) {
          notes.add(where + kept(column.mask()) + " beside the hash in column " + other.name());
          break;
        }
      }
    } else if (!column.mask().hides()) {
      maskedElsewhere(event, places, where);
    }
  }

  private String clear(EventKind event, List<Place> places) {
    List<String> masks =
        event.columns().stream()
            .filter(other -> other.mask().hides() && Place.show(places, at(other, event)))
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
  private void maskedElsewhere(EventKind event, List<Place> places, String where) {
    for (EventKind other : spec.events()) {
      for (Column column : other.columns()) {
        if (other != event && column.mask().hides() && Place.meet(places, at(column, other))) {
          notes.add(
              "%sshows a place that event %s masks in column %s"
                  .formatted(where, other.name(), column.name()));
          return;
        }
      }
    }
  }

  private List<Place> at(Column column, EventKind event) {
    return Place.of(column.source(), event.each(), spec.unwrap());
  }
}
