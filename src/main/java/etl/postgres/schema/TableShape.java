package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the system catalogue describes it.
 *
 * @param name its name without the schema
 * @param kind the catalogue's letter: {@code r} for a table, {@code p} for a partitioned one; empty
 *     if it does not exist
 * @param changeable whether the role may alter it, or create it if it does not exist
 * @param writable whether the role may insert into it
 * @param readable whether the role may read at least one column
 * @param columns by name
 * @param uniqueKeys the columns of each index that {@code on conflict} can use
 */
public record TableShape(
    String name,
    String kind,
    boolean changeable,
    boolean writable,
    boolean readable,
    Map<String, ColumnShape> columns,
    List<Set<String>> uniqueKeys) {
  /**
   * A column as the system catalogue describes it.
   *
   * @param type the type's own name, {@code varchar} or {@code int4}
   * @param isText whether it is one of the text types
   * @param length the most characters, 0 for no limit
   * @param mustBeGiven whether an insert that leaves it out fails
   */
  record ColumnShape(String type, boolean isText, int length, boolean mustBeGiven) {
    /** Whether every text of this many characters fits; 0 is any number. */
    boolean holdsText(int characters) {
      return isText && (length == 0 || (characters > 0 && characters <= length));
    }
  }

  public boolean absent() {
    return kind.isEmpty();
  }

  boolean isPartitioned() {
    return kind.equals("p");
  }

  /** Whether the column exists and is too short for some texts of this many characters. */
  boolean hasShorterText(String column, int characters) {
    return columns.containsKey(column) && !columns.get(column).holdsText(characters);
  }

  /** Whether the column exists and is of another type. */
  boolean hasOtherType(String column, String type) {
    return columns.containsKey(column) && !columns.get(column).type().equals(type);
  }

  /**
   * Checks that rows can be inserted.
   *
   * @param given the columns that an insert sets
   */
  void requireUsable(Set<String> given) {
    if (!absent() && !kind.equals("r") && !isPartitioned()) {
      throw unusable("is not a table");
    }
    columns.forEach(
        (column, shape) -> {
          if (shape.mustBeGiven() && !given.contains(column)) {
            throw unusable("has a column " + column + " that must not be null: give it a default");
          }
        });
  }

  StoreException unusable(String why) {
    return new StoreException(Fault.CONFIGURATION, "", "table " + name + " " + why, null);
  }
}
