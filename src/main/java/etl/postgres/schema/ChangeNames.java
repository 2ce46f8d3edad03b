package etl.postgres.schema;

import java.util.Collection;
import java.util.List;

/** Changes in words: what one does to a table that is not there yet is one thing. */
final class ChangeNames {
  private ChangeNames() {}

  /**
   * What has been done.
   *
   * @param before the tables as they were
   */
  static List<String> done(List<Change> changes, Catalogue before) {
    return changes.stream()
        .map(
            change ->
                before.table(change.table()).absent()
                    ? "created " + change.table()
                    : "fixed " + change.description())
        .distinct()
        .toList();
  }

  /** What is still to be done; one phrase if there are no tables yet. */
  static List<String> pending(List<Change> changes, Catalogue found) {
    Collection<TableShape> tables = found.tables().values();
    if (tables.stream().allMatch(TableShape::absent)) {
      return List.of("no tables yet (" + tables.size() + " missing)");
    }
    return changes.stream()
        .map(
            change ->
                found.table(change.table()).absent()
                    ? change.table() + ": the table is missing"
                    : change.description())
        .distinct()
        .toList();
  }
}
