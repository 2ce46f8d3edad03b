package etl.spec.draft;

import etl.spec.EventKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the array whose elements are the events. */
final class Unfolding {
  /** What arrays of events are called. */
  private static final Set<String> BATCH =
      Set.of(
          "records", "events", "entries", "messages", "batch", "rows", "notifications", "changes");

  private Unfolding() {}

  /** Its path in the samples; null if each sample is one event. */
  static List<String> of(Shape whole) {
    if (whole.isArrayOfObjects() && whole.longest() <= EventKind.MOST_ELEMENTS) {
      return List.of();
    }
    List<String> found = null;
    for (Map.Entry<String, Shape> member : whole.members().entrySet()) {
      Shape shape = member.getValue();
      boolean always =
          shape.filled() == whole.objects()
              && shape.isArrayOfObjects()
              && shape.longest() <= EventKind.MOST_ELEMENTS;
      if (always && !shape.isRepeated() && !Keys.areValue(member.getKey())) {
        if (found != null) {
          return null;
        }
        found = List.of(member.getKey());
      }
    }
    boolean only = whole.members().size() == 1;
    return found != null && (only || isBatch(found.get(0))) ? found : null;
  }

  private static boolean isBatch(String name) {
    List<String> words = FieldWords.of(name);
    return !words.isEmpty() && BATCH.containsAll(words);
  }
}
