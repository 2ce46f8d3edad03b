package etl.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A place in the event that a spec reads from, or passes on its way: the pointers of all columns as
 * a tree. Made once for a spec.
 */
final class EventField {
  private static final int NO_INDEX = -1;

  private final String name;
  private final String token;
  private final int index;
  private final int id;
  private final int size;
  private final int[] columns;
  private final EventField[][] membersByLength;
  private final List<EventField> elements;

  /** The whole event, with all that the spec reads of it below. */
  static EventField root(EventSpec spec) {
    List<Integer> mapped = new ArrayList<>();
    for (int i = 0; i < spec.columns().size(); i++) {
      if (spec.columns().get(i).source() == Column.Source.EVENT) {
        mapped.add(i);
      }
    }
    return new EventField(spec, "", "", 0, 0, mapped);
  }

  private EventField(
      EventSpec spec, String name, String token, int depth, int id, List<Integer> below) {
    this.name = name;
    this.token = token;
    this.index = index(token);
    this.id = id;
    Map<String, List<Integer>> byToken = new LinkedHashMap<>();
    List<Integer> here = new ArrayList<>();
    for (int column : below) {
      List<String> path = spec.columns().get(column).path();
      if (path.size() == depth) {
        here.add(column);
      } else {
        byToken.computeIfAbsent(path.get(depth), t -> new ArrayList<>()).add(column);
      }
    }
    this.columns = here.stream().mapToInt(Integer::intValue).toArray();
    List<EventField> members = new ArrayList<>();
    int next = id + 1;
    for (Map.Entry<String, List<Integer>> child : byToken.entrySet()) {
      String childName = depth == 0 ? child.getKey() : name + "/" + child.getKey();
      EventField field =
          new EventField(spec, childName, child.getKey(), depth + 1, next, child.getValue());
      members.add(field);
      next += field.size;
    }
    this.size = next - id;
    this.membersByLength = byLength(members);
    this.elements = members.stream().filter(f -> f.index != NO_INDEX).toList();
  }

  /** What people call the field; it stands in reasons. */
  String name() {
    return name;
  }

  /** Tells the field from the others of the tree: from 0, the root, to one less than its size. */
  int id() {
    return id;
  }

  /** How many fields the tree has from here on, this one included. */
  int size() {
    return size;
  }

  /** The places in the spec of the columns that are read here; none for a field on the way. */
  int[] columns() {
    return columns;
  }

  /** Whether there is something to be found in an array that stands here. */
  boolean takesArray() {
    return !elements.isEmpty();
  }

  /** The member whose name the scanner has just read, or null if nobody maps it. */
  EventField member(JsonScanner scanner) {
    int length = scanner.length();
    if (length < membersByLength.length) {
      for (EventField member : membersByLength[length]) {
        if (scanner.is(member.token)) {
          return member;
        }
      }
    }
    return null;
  }

  /** The element with the index, or null if nobody maps it. */
  EventField element(int position) {
    for (EventField element : elements) {
      if (element.index == position) {
        return element;
      }
    }
    return null;
  }

  private static EventField[][] byLength(List<EventField> members) {
    int longest = members.stream().mapToInt(f -> f.token.length()).max().orElse(-1);
    EventField[][] buckets = new EventField[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      buckets[length] =
          members.stream().filter(f -> f.token.length() == wanted).toArray(EventField[]::new);
    }
    return buckets;
  }

  /** The array index that a reference token can mean (RFC 6901, section 4). */
  private static int index(String token) {
    if (token.equals("0") || token.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(token);
    }
    return NO_INDEX;
  }
}
