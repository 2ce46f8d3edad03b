package etl.envelope;

import etl.event.AttributeType;
import etl.event.RejectedMessage.Kind;
import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes a document a notification of SNS, and the attributes of its message. Immutable. */
final class SnsFields {
  private record Attribute(FieldNode whole, FieldNode type, FieldNode value) {}

  private final FieldNode type;
  private final FieldNode all;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();

  /**
   * @param root where to look for them
   * @param names of the attributes that are wanted
   */
  SnsFields(FieldNode root, Set<String> names) {
    this.type = root.at(List.of("Type"));
    this.all = root.at(List.of(Envelope.SNS_ATTRIBUTES));
    for (String name : names) {
      FieldNode whole = root.at(List.of(Envelope.SNS_ATTRIBUTES, name));
      FieldNode attributeType = root.at(List.of(Envelope.SNS_ATTRIBUTES, name, "Type"));
      FieldNode value = root.at(List.of(Envelope.SNS_ATTRIBUTES, name, Envelope.SNS_VALUE));
      attributes.put(name, new Attribute(whole, attributeType, value));
    }
  }

  /** Checks that it is one, and takes the attributes. */
  void read(FieldValues fields, Opened opened) throws NotWrappedException {
    if (fields.kind(type) == null) {
      throw new NotWrappedException(Kind.MISSING_FIELD, "Type is missing");
    } else if (!"Notification".equals(fields.text(type))) {
      throw new NotWrappedException(Kind.WRONG_TYPE, "Type is not Notification");
    }
    JsonKind kind = fields.kind(all);
    if (kind != null && kind != JsonKind.OBJECT && kind != JsonKind.NULL) {
      throw new NotWrappedException(
          Kind.WRONG_TYPE, Envelope.SNS_ATTRIBUTES + " must be an object");
    }
    Map<String, String> found = new HashMap<>();
    for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
      String value = value(attribute.getKey(), attribute.getValue(), fields);
      if (value != null) {
        found.put(attribute.getKey(), value);
      }
    }
    opened.attributes(found);
  }

  /** Null where there is none, or one that is no text. */
  private static String value(String name, Attribute attribute, FieldValues fields)
      throws NotWrappedException {
    if (fields.kind(attribute.whole()) == null) {
      return null;
    }
    String type = fields.text(attribute.type());
    String value = fields.text(attribute.value());
    if (type == null || value == null) {
      throw new NotWrappedException(
          Kind.WRONG_TYPE,
          Envelope.SNS_ATTRIBUTES + "/" + name + " must have a Type and a Value, both strings");
    }
    return AttributeType.isText(type) ? value : null;
  }
}
