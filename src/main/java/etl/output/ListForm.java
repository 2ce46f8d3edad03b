package etl.output;

import etl.json.JsonLine;
import java.util.List;
import java.util.Map;

/** How the entries of one kind of list look. */
public interface ListForm<E> {
  /**
   * A line in each format.
   *
   * @param record its fields in CSV
   * @param text those of text
   * @param columns those that people read in columns
   */
  record Line(List<String> record, List<String> text, List<String> columns) {}

  Line titles();

  /** A line in columns, as {@link String#format} takes it. */
  String layout();

  List<Line> lines(E entry);

  /** An entry's members in JSON, as {@link JsonLine#of(Object)} takes them. */
  Map<String, Object> members(E entry);

  /** A record of the same values as in JSON. */
  static List<String> record(Map<String, Object> members) {
    return members.values().stream().map(value -> value == null ? "" : value.toString()).toList();
  }
}
