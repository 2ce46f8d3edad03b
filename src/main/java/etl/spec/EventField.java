package etl.spec;

import etl.json.JsonScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A place in the event that a spec reads from, or passes on its way: the pointers of all columns as
 * a tree. Made once for a spec, and not changed after that.
 */
final class EventField {
  private static final int NO_INDEX = -1;

  // In digits: an array has no more elements than a message has characters.
  private static final int LONGEST_INDEX = 9;

  private final String name;
  private final String token;
  private final int id;
  private final int index;
  private int[] columns = {};
  private final List<EventField> elements = new ArrayList<>();

  // The members, by the length of their names; those of equal length in a chain.
  private EventField[] byLength = {};
  private EventField next;

  private EventField(String name, String token, int id) {
    this.name = name;
    this.token = token;
    this.id = id;
    this.index = index(token);
  }

  /** The whole event, with all that the spec reads of it below. */
  static EventField root(EventSpec spec) {
    EventField root = new EventField("", "", 0);
    int fields = 1;
    for (int column = 0; column < spec.columns().size(); column++) {
      EventField field = root;
      for (String token : spec.columns().get(column).path()) {
        EventField member = field.member(token);
        if (member == null) {
          member = field.add(token, fields++);
        }
        field = member;
      }
      if (field != root) {
        field.columns = Arrays.copyOf(field.columns, field.columns.length + 1);
        field.columns[field.columns.length - 1] = column;
      }
    }
    return root;
  }

  /** How many fields there are from here on, this one included. */
  int size() {
    int size = 1;
    for (EventField first : byLength) {
      for (EventField member = first; member != null; member = member.next) {
        size += member.size();
      }
    }
    return size;
  }

  /** What people call the field; it stands in reasons. */
  String name() {
    return name;
  }

  /** Tells the field from the others of the tree: from 0, the root, to one less than its size. */
  int id() {
    return id;
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
    EventField member = firstOfLength(scanner.length());
    while (member != null && !scanner.is(member.token)) {
      member = member.next;
    }
    return member;
  }

  /** The element with the index, or null if nobody maps it. */
  EventField element(int index) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).index == index) {
        return elements.get(i);
      }
    }
    return null;
  }

  private EventField member(String memberToken) {
    EventField member = firstOfLength(memberToken.length());
    while (member != null && !member.token.equals(memberToken)) {
      member = member.next;
    }
    return member;
  }

  private EventField firstOfLength(int length) {
    return length < byLength.length ? byLength[length] : null;
  }

  private EventField add(String memberToken, int memberId) {
    String memberName = id == 0 ? memberToken : name + "/" + memberToken;
    EventField member = new EventField(memberName, memberToken, memberId);
    int length = memberToken.length();
    member.next = firstOfLength(length);
    if (length >= byLength.length) {
      byLength = Arrays.copyOf(byLength, length + 1);
    }
    byLength[length] = member;
    if (member.index != NO_INDEX) {
      elements.add(member);
    }
    return member;
  }

  /** The element of an array that a reference token can mean (RFC 6901, section 4). */
  private static int index(String token) {
    if (token.isEmpty() || token.length() > LONGEST_INDEX) {
      return NO_INDEX;
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') {
        return NO_INDEX;
      }
    }
    boolean leadingZero = token.charAt(0) == '0' && token.length() > 1;
    return leadingZero ? NO_INDEX : Integer.parseInt(token);
  }
}
