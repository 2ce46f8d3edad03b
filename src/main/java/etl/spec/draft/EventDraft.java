package etl.spec.draft;

import etl.json.JsonLine;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A proposed event.
 *
 * @param name its name; null in the short form
 * @param when its test as a spec writes it; null for none
 * @param each the pointer of the array that becomes rows; null for none
 */
record EventDraft(String name, String when, String each, String table, List<ColumnDraft> columns) {
  /**
   * The members of its object, a column a line.
   *
   * @param indent what stands before each line
   */
  String members(String indent) {
    StringBuilder json = new StringBuilder();
    if (name != null) {
      json.append(indent).append("\"name\": ").append(JsonLine.text(name)).append(",\n");
    }
    if (when != null) {
      json.append(indent).append("\"when\": ").append(when).append(",\n");
    }
    if (each != null) {
      json.append(indent).append("\"each\": ").append(JsonLine.text(each)).append(",\n");
    }
    json.append(indent).append("\"table\": ").append(JsonLine.text(table)).append(",\n");
    json.append(indent).append("\"columns\": [\n");
    json.append(
        columns.stream()
            .map(column -> indent + "  " + column.json())
            .collect(Collectors.joining(",\n")));
    return json.append('\n').append(indent).append(']').toString();
  }
}
