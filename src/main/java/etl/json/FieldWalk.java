package etl.json;

/** Goes through the members of an object, or the elements of an array, along a tree of fields. */
public final class FieldWalk {
  /** What is done with each value. */
  public interface Reader {
    /**
     * Reads the value that the scanner comes to.
     *
     * @param field its place in the tree; null if nothing of it is wanted
     */
    void readValue(FieldNode field) throws NotJsonException;
  }

  private FieldWalk() {}

  /**
   * Goes through the value that comes next, if it is an object, or an array of which an element is
   * wanted.
   *
   * @param kind the value's kind
   * @return whether it is; if not, nothing is read
   */
  public static boolean enter(FieldNode field, JsonKind kind, JsonScanner scanner, Reader reader)
      throws NotJsonException {
    if (kind == JsonKind.OBJECT) {
      scanner.take('{');
      members(field, scanner, reader);
      return true;
    } else if (kind == JsonKind.ARRAY && field.takesArray()) {
      scanner.take('[');
      elements(field, scanner, reader);
      return true;
    }
    return false;
  }

  /** Goes through an object whose brace has been taken. */
  public static void members(FieldNode field, JsonScanner scanner, Reader reader)
      throws NotJsonException {
    if (scanner.take('}')) {
      return;
    }
    do {
      scanner.name();
      reader.readValue(field.member(scanner));
    } while (scanner.more('}'));
  }

  private static void elements(FieldNode field, JsonScanner scanner, Reader reader)
      throws NotJsonException {
    if (scanner.take(']')) {
      return;
    }
    int index = 0;
    do {
      reader.readValue(field.element(index++));
    } while (scanner.more(']'));
  }
}
