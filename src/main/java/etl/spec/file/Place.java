package etl.spec.file;

import etl.envelope.Envelope;
import etl.envelope.Envelope.Encoding;
import etl.envelope.Envelope.Payload;
import etl.json.JsonPointer;
import etl.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where in a message a value stands, whatever words a spec has for it.
 *
 * @param part which part of the message: its body, an attribute, the group
 * @param path the reference tokens into the body; empty for other parts
 * @param each which of the tokens is any index of the event's array; -1 for none
 */
record Place(String part, List<String> path, int each) {
  private static final int NONE = -1;

  private static final String BODY = "body";
  // Stands where a text is decoded: half of a surrogate pair, which no pointer of a spec can have.
  private static final String DECODED = "\uD800";

  // As in RFC 6901.
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]*");

  Place {
    path = List.copyOf(path);
  }

  /**
   * The places that a source may be in.
   *
   * @param array where the event's array is; null for none
   * @param unwrap what the event is wrapped in
   * @return none where the queue itself is the source
   */
  static List<Place> of(Source source, JsonPointer array, List<Envelope> unwrap) {
    return switch (source.kind()) {
      case ENVELOPE -> List.of(new Place(BODY, source.path(), NONE));
      case ROOT -> inEvent(unwrap, source.path(), NONE);
      case POINTER ->
          array == null
              ? inEvent(unwrap, source.path(), NONE)
              : inEvent(
                  unwrap,
                  joined(List.of(array.tokens(), List.of("*"), source.path())),
                  array.tokens().size());
      case ATTRIBUTE -> attribute(source.attribute(), unwrap);
      case GROUP_ID -> List.of(new Place("group", List.of(), NONE));
      case MESSAGE_ID, SENT_DATE, SENT_AT, ELEMENT -> List.of();
    };
  }

  private static List<Place> inEvent(List<Envelope> unwrap, List<String> path, int each) {
    List<Place> places = new ArrayList<>();
    for (List<String> event : events(unwrap)) {
      places.add(
          new Place(BODY, joined(List.of(event, path)), each == NONE ? NONE : event.size() + each));
    }
    return places;
  }

  /** In the innermost notification of SNS; where there is none, it is the queue's. */
  private static List<Place> attribute(String name, List<Envelope> unwrap) {
    int sns = unwrap.lastIndexOf(Envelope.Known.SNS);
    return sns < 0
        ? List.of(new Place("attribute " + name, List.of(), NONE))
        : inEvent(
            unwrap.subList(0, sns),
            List.of(Envelope.SNS_ATTRIBUTES, name, Envelope.SNS_VALUE),
            NONE);
  }

  /** Where the event may be; there are several where an envelope leaves a choice. */
  private static List<List<String>> events(List<Envelope> unwrap) {
    List<List<String>> places = List.of(List.of());
    for (Envelope envelope : unwrap) {
      List<List<String>> next = new ArrayList<>();
      for (List<String> place : places) {
        // No pointer leads into what is decoded: there, one stands for all.
        int choices = place.contains(DECODED) ? 1 : envelope.payloads().size();
        for (Payload payload : envelope.payloads().subList(0, choices)) {
          List<String> text = payload.encoding() == Encoding.NONE ? List.of() : List.of(DECODED);
          next.add(joined(List.of(place, payload.pointer().tokens(), text)));
        }
      }
      places = next;
    }
    return places;
  }

  private static List<String> joined(List<List<String>> paths) {
    return paths.stream().flatMap(List::stream).toList();
  }

  /** Whether a value in one of these places may show what stands in one of those. */
  static boolean show(List<Place> these, List<Place> those) {
    return these.stream().anyMatch(here -> those.stream().anyMatch(here::shows));
  }

  /** Whether they may be the same place. */
  static boolean meet(List<Place> these, List<Place> those) {
    return these.stream()
        .anyMatch(
            here ->
                those.stream()
                    .anyMatch(there -> here.path.size() == there.path.size() && here.shows(there)));
  }

  /** Whether a value here shows what stands there: the same place, or one around it. */
  private boolean shows(Place there) {
    boolean shows = part.equals(there.part) && path.size() <= there.path.size();
    for (int i = 0; shows && i < path.size(); i++) {
      boolean any = i == each;
      boolean anyThere = i == there.each;
      shows =
          any || anyThere
              ? (any && anyThere) || INDEX.matcher(any ? there.path.get(i) : path.get(i)).matches()
              : path.get(i).equals(there.path.get(i));
    }
    return shows;
  }
}
