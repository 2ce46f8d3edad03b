package etl.spec.file;

import java.util.List;

/**
 * No column shows what another one masks, unless it says that it does so knowingly: a personal
 * value would be stored in the clear beside its hash.
 */
final class ClearRule {
  private ClearRule() {}

  /** Tells of each column of an event that shows what another one masks. */
  static void check(KindDraft kind, List<String> problems) {
    for (Draft column : kind.columns()) {
      if (column.source() == null || column.hides() || column.clear()) {
        continue;
      }
      Place place = Place.of(column.source(), kind.each());
      for (Draft other : kind.columns()) {
        if (place != null && masks(other, place, kind)) {
          problems.add(
              kind.where()
                  + column.label()
                  + ": shows what "
                  + other.label()
                  + " masks, mask it too or write \"clear\": true");
          break;
        }
      }
    }
  }

  private static boolean masks(Draft other, Place place, KindDraft kind) {
    if (other.source() == null || !other.hides()) {
      return false;
    }
    Place masked = Place.of(other.source(), kind.each());
    return masked != null && place.shows(masked);
  }
}
