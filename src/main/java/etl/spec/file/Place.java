package etl.spec.file;

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

  // As in RFC 6901.
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]*");

  Place {
    path = List.copyOf(path);
  }

  /**
   * The place of a source.
   *
   * @param array where the event's array is; null for none
   * @return null where the queue itself is the source
   */
  static Place of(Source source, JsonPointer array) {
    return switch (source.kind()) {
      // Without an envelope, the event is the body.
      case ROOT, ENVELOPE -> new Place(BODY, source.path(), NONE);
      case POINTER -> array == null ? new Place(BODY, source.path(), NONE) : of(array, source);
      case ATTRIBUTE -> new Place("attribute " + source.attribute(), List.of(), NONE);
      case GROUP_ID -> new Place("group", List.of(), NONE);
      case MESSAGE_ID, SENT_DATE, SENT_AT, ELEMENT -> null;
    };
  }

  private static Place of(JsonPointer array, Source source) {
    List<String> path = new ArrayList<>(array.tokens());
    int each = path.size();
    path.add("*");
    path.addAll(source.path());
    return new Place(BODY, path, each);
  }

  /** Whether a value here shows what stands there: the same place, or one around it. */
  boolean shows(Place there) {
    boolean shows = part.equals(there.part) && path.size() <= there.path.size();
    for (int i = 0; shows && i < path.size(); i++) {
      boolean any = i == each;
      boolean anyThere = i == there.each;
      shows =
          any || anyThere
              ? (any && anyThere) || isIndex(any ? there.path.get(i) : path.get(i))
              : path.get(i).equals(there.path.get(i));
    }
    return shows;
  }

  /** Whether both may be the same place. */
  boolean meets(Place there) {
    return path.size() == there.path.size() && shows(there);
  }

  private static boolean isIndex(String token) {
    return INDEX.matcher(token).matches();
  }
}
