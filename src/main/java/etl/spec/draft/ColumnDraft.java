package etl.spec.draft;

import etl.json.JsonLine;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Epoch;
import java.util.Locale;

/**
 * A proposed column.
 *
 * @param source the key that says where its value comes from: {@code pointer}
 * @param place what that key's value is
 * @param type its type
 * @param required whether every sample has a value
 * @param mask the keys and values that mask it; empty for none
 */
record ColumnDraft(
    String name, String source, String place, ColumnType type, boolean required, String mask) {
  /** A part of the message itself. */
  static ColumnDraft message(String name, String part, ColumnType type) {
    return new ColumnDraft(name, "message", part, type, false, "");
  }

  /** As a spec writes it. */
  String json() {
    StringBuilder json = new StringBuilder("{\"name\": ").append(JsonLine.text(name));
    json.append(", \"").append(source).append("\": ").append(JsonLine.text(place));
    json.append(", \"type\": \"").append(type.base().written()).append('"');
    if (type.length() > 0) {
      json.append(", \"length\": ").append(type.length());
    }
    if (type.epoch() != Epoch.NONE) {
      json.append(", \"epoch\": \"")
          .append(type.epoch().name().toLowerCase(Locale.ROOT))
          .append('"');
    }
    if (required) {
      json.append(", \"required\": true");
    }
    return json.append(mask.isEmpty() ? "" : ", ").append(mask).append('}').toString();
  }
}
