package etl.spec.file;

import etl.envelope.Envelope;
import java.util.List;

/**
 * No column shows what another one masks, unless it says that it does so knowingly: a personal
 * value would be stored in the clear beside its hash.
 */
final class ClearRule {
  private ClearRule() {}

  /**
   * Tells of each column of an event that shows what another one masks.
   *
   * @param unwrap what the event is wrapped in
   */
  static void check(KindDraft kind, List<Envelope> unwrap, List<String> problems) {
    for (Draft column : kind.columns()) {
      if (column.source() == null || column.hides() || column.clear()) {
        continue;
      }
      List<Place> places = Place.of(column.source(), kind.each(), unwrap);
      for (Draft other : kind.columns()) {
        if (other.source() != null
            && other.hides()
            && Place.show(places, Place.of(other.source(), kind.each(), unwrap))) {
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
}
