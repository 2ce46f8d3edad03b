package etl.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A node in the tree of pointers into one document: a field that is read, or one on the path to it.
 * The tree is built once and then immutable.
 */
public final class FieldNode {
  /** What is done with each value of an object or an array. */
  @FunctionalInterface
  public interface Reader {
    /** Reads the value that the scanner comes to; the field is null if it is not wanted. */
    void readValue(FieldNode field) throws NotJsonException;
  }

  private static final int NO_INDEX = -1;

  // By RFC 6901; an array cannot have more elements than a message has characters.
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final String name;
  private final String token;
  private final int id;
  private final int index;
  // Of the whole tree, at its root.
  private int size = 1;
  private int[] columns = {};
  private final List<FieldNode> elements = new ArrayList<>();

  // The members by the length of their names; those of equal length are chained.
  private FieldNode[] byLength = {};
  private FieldNode next;

  private FieldNode(String name, String token, int id) {
    this.name = name;
    this.token = token;
    this.id = id;
    this.index = INDEX.matcher(token).matches() ? Integer.parseInt(token) : NO_INDEX;
  }

  /** The root of a document that nothing is read from yet. */
  public static FieldNode root() {
    return root("");
  }

  /**
   * The same of a document that has a name.
   *
   * @param name stands before the names of its fields: {@code envelope detail/id}
   */
  public static FieldNode root(String name) {
    return new FieldNode(name, "", 0);
  }

  /**
   * Lets a column read the field at the end of the path; only before the tree is used.
   *
   * @param path from the root, which this must be
   */
  public void read(List<String> path, int column) {
    FieldNode field = at(path);
    field.columns = Arrays.copyOf(field.columns, field.columns.length + 1);
    field.columns[field.columns.length - 1] = column;
  }

  /** The field at the end of the path, which is made if need be; only before the tree is used. */
  public FieldNode at(List<String> path) {
    FieldNode field = this;
    for (String token : path) {
      FieldNode member = field.member(token);
      field = member == null ? field.add(token, size++) : member;
    }
    return field;
  }

  /** The number of fields in the tree of which this is the root, this one included. */
  public int size() {
    return size;
  }

  /** The field's name, as used in reasons. */
  public String name() {
    return name;
  }

  /** The field's number in the tree, from 0 (the root) to the tree's size minus one. */
  public int id() {
    return id;
  }

  /** The indexes of the columns that read this field; none for a field on the path to others. */
  public int[] columns() {
    return columns;
  }

  public boolean isOnTheWay() {
    return byLength.length > 0;
  }

  /** The member whose name the scanner has just read, or null if nothing of it is wanted. */
  private FieldNode member(JsonScanner scanner) {
    FieldNode member = firstOfLength(scanner.length());
    while (member != null && !scanner.is(member.token)) {
      member = member.next;
    }
    return member;
  }

  private FieldNode element(int index) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).index == index) {
        return elements.get(i);
      }
    }
    return null;
  }

  /**
   * Goes through the value that comes next, if it is an object, or an array of which an element is
   * wanted.
   *
   * @return whether it is; if not, nothing is read
   */
  public boolean enter(JsonKind kind, JsonScanner scanner, Reader reader) throws NotJsonException {
    if (kind == JsonKind.OBJECT) {
      scanner.take('{');
      readMembers(scanner, reader);
      return true;
    } else if (kind == JsonKind.ARRAY && !elements.isEmpty()) {
      scanner.take('[');
      readElements(scanner, reader);
      return true;
    }
    return false;
  }

  /** Goes through an object whose brace has been taken. */
  public void readMembers(JsonScanner scanner, Reader reader) throws NotJsonException {
    if (scanner.take('}')) {
      return;
    }
    do {
      scanner.name();
      reader.readValue(member(scanner));
    } while (scanner.more('}'));
  }

  private void readElements(JsonScanner scanner, Reader reader) throws NotJsonException {
    if (scanner.take(']')) {
      return;
    }
    int index = 0;
    do {
      reader.readValue(element(index++));
    } while (scanner.more(']'));
  }

  private FieldNode member(String memberToken) {
    FieldNode member = firstOfLength(memberToken.length());
    while (member != null && !member.token.equals(memberToken)) {
      member = member.next;
    }
    return member;
  }

  private FieldNode firstOfLength(int length) {
    return length < byLength.length ? byLength[length] : null;
  }

  private FieldNode add(String memberToken, int memberId) {
    String prefix = id > 0 ? name + "/" : name.isEmpty() ? "" : name + " ";
    String memberName = prefix + memberToken;
    FieldNode member = new FieldNode(memberName, memberToken, memberId);
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
}
