package etl.postgres.schema;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the system catalogue describes it.
 *
 * @param kind the catalogue's letter: {@code r} for a table, {@code p} for a partitioned one; empty
 *     if it does not exist
 * @param changeable whether the role may alter it, or create it if it does not exist
 * @param readable whether the role may read at least one column
 * @param uniqueIndexes all that can refuse a row because of another row
 * @param unidentified whether the server refuses updates and deletes, or would if the table were
 *     made, since they are published and its rows have no replica identity
 * @param empty whether it was looked into and has no row
 */
public record TableShape(
    String name,
    String kind,
    boolean changeable,
    boolean writable,
    boolean readable,
    Map<String, ColumnShape> columns,
    List<UniqueIndex> uniqueIndexes,
    Set<String> triggers,
    boolean unidentified,
    boolean empty) {
  /**
   * An index that allows a value once, or an exclusion constraint's. An expression is a column of
   * the empty name.
   */
  record UniqueIndex(String name, Set<String> columns, Kind kind) {
    enum Kind {
      /** It holds for all rows, at each statement's end, by columns alone. */
      KEY,
      /** The same at the transaction's end; {@code on conflict} stumbles over it. */
      DEFERRABLE,
      OTHER
    }
  }

  public boolean absent() {
    return kind.isEmpty();
  }

  boolean isPartitioned() {
    return kind.equals("p");
  }

  /** The columns of each index that {@code on conflict} can use. */
  List<Set<String>> uniqueKeys() {
    return uniqueIndexes.stream()
        .filter(i -> i.kind() == UniqueIndex.Kind.KEY)
        .map(UniqueIndex::columns)
        .toList();
  }

  boolean isReadable(Set<String> some) {
    return some.stream().allMatch(c -> columns.containsKey(c) && columns.get(c).readable());
  }

  /**
   * The unique indexes, with the table's name, that can refuse a row whose key is new.
   *
   * @param key what tells rows apart
   * @param given the columns that an insert sets; one that the database fills by itself refuses
   *     nothing
   */
  public List<String> refusing(List<String> key, Set<String> given) {
    return uniqueIndexes.stream()
        .filter(index -> !index.columns().containsAll(key))
        .filter(index -> index.columns().stream().anyMatch(c -> c.isEmpty() || given.contains(c)))
        .map(index -> name + "." + index.name())
        .toList();
  }

  /** Whether it is a table with such a column, of a text type. */
  boolean hasText(String column) {
    boolean isTable = kind.equals("r") || isPartitioned();
    return isTable && columns.containsKey(column) && columns.get(column).isText();
  }

  /** Whether the column exists and is too short for some texts of this many characters. */
  boolean hasShorterText(String column, int characters) {
    return columns.containsKey(column) && !columns.get(column).holdsText(characters);
  }

  /** Whether the column exists and is of another type. */
  boolean hasOtherType(String column, String type) {
    return columns.containsKey(column) && !columns.get(column).type().equals(type);
  }

  /** Checks that rows of these columns can be inserted. */
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
    return new StoreException(
        Fault.CONFIGURATION, "", "table " + name + " " + why, Remedy.TABLE_SHAPE, null);
  }
}
