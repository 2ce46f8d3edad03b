package etl.envelope;

import etl.envelope.Envelope.Encoding;
import etl.envelope.Envelope.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in a body stands what is wrapped in it: reference tokens from the outermost document, with
 * one that no pointer of a spec can have where a text is decoded.
 */
public final class BodyPlaces {
  /** Half of a surrogate pair. */
  private static final String DECODED = "\uD800";

  private BodyPlaces() {}

  /** Where the event may be; there are several where an envelope leaves a choice. */
  public static List<List<String>> ofEvent(List<Envelope> unwrap) {
    List<List<String>> places = List.of(List.of());
    for (Envelope envelope : unwrap) {
      List<List<String>> next = new ArrayList<>();
      for (List<String> place : places) {
        // No pointer leads into what is decoded: there, one stands for all.
        int choices = place.contains(DECODED) ? 1 : envelope.payloads().size();
        for (Payload payload : envelope.payloads().subList(0, choices)) {
          List<String> inner = new ArrayList<>(place);
          inner.addAll(payload.pointer().tokens());
          if (payload.encoding() != Encoding.NONE) {
            inner.add(DECODED);
          }
          next.add(inner);
        }
      }
      places = next;
    }
    return places;
  }

  /** Where an attribute of the event may be; none where it is the queue's. */
  public static List<List<String>> ofAttribute(List<Envelope> unwrap, String name) {
    int sns = unwrap.lastIndexOf(Envelope.Known.SNS);
    List<List<String>> places = new ArrayList<>();
    if (sns >= 0) {
      for (List<String> notification : ofEvent(unwrap.subList(0, sns))) {
        List<String> place = new ArrayList<>(notification);
        place.addAll(List.of(SnsFields.ATTRIBUTES, name, SnsFields.VALUE));
        places.add(place);
      }
    }
    return places;
  }
}
