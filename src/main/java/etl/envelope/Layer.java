package etl.envelope;

import etl.envelope.Envelope.Encoding;
import etl.envelope.Envelope.Payload;
import etl.event.QueueMessage;
import etl.event.RejectedMessage.Kind;
import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens one envelope. Immutable. */
final class Layer {
  /** Where the event may be, and what reasons call that. */
  private record Place(FieldNode field, String name, String label, Encoding encoding) {}

  /** What makes a document a notification of SNS, and the attributes of its message. */
  private static final class SnsFields {
    private record Attribute(String name, FieldNode whole, FieldNode type, FieldNode value) {}

    private final FieldNode type;
    private final FieldNode all;
    private final List<Attribute> attributes = new ArrayList<>();

    private SnsFields(FieldNode root, Set<String> names) {
      this.type = root.at(List.of("Type"));
      this.all = root.at(List.of(Envelope.SNS_ATTRIBUTES));
      for (String name : names) {
        FieldNode whole = root.at(List.of(Envelope.SNS_ATTRIBUTES, name));
        FieldNode ofType = root.at(List.of(Envelope.SNS_ATTRIBUTES, name, "Type"));
        FieldNode value = root.at(List.of(Envelope.SNS_ATTRIBUTES, name, Envelope.SNS_VALUE));
        attributes.add(new Attribute(name, whole, ofType, value));
      }
    }

    /** Checks that it is one, and takes the attributes. */
    private void read(FieldValues fields, Opened opened) throws NotWrappedException {
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
      for (Attribute attribute : attributes) {
        if (fields.has(attribute.whole())) {
          String ofType = fields.text(attribute.type());
          String value = fields.text(attribute.value());
          if (ofType == null || value == null) {
            throw new NotWrappedException(
                Kind.WRONG_TYPE,
                Envelope.SNS_ATTRIBUTES
                    + "/"
                    + attribute.name()
                    + " must have a Type and a Value, both strings");
          } else if (QueueMessage.isText(ofType)) {
            found.put(attribute.name(), value);
          }
        }
      }
      opened.attributes(found);
    }
  }

  private final Envelope envelope;
  private final String label;
  private final String unplaced;
  private final String called;
  private final FieldNode root = FieldNode.root();
  private final List<Place> places = new ArrayList<>();
  private final boolean object;
  private final SnsFields sns;

  /**
   * @param label what reasons call it
   * @param called what they call the document that should be one
   * @param attributes the names of those message attributes that are wanted
   */
  Layer(Envelope envelope, String label, String called, Set<String> attributes) {
    this.envelope = envelope;
    this.label = label;
    this.unplaced = label + ":";
    this.called = called;
    this.object = envelope instanceof Envelope.Known;
    this.sns = envelope == Envelope.Known.SNS ? new SnsFields(root, attributes) : null;
    for (Payload payload : envelope.payloads()) {
      List<String> tokens = payload.pointer().tokens();
      // The label names a single place already.
      String name = object ? String.join("/", tokens) : "";
      String of = label + (name.isEmpty() ? ":" : ": " + name);
      places.add(new Place(root.at(tokens), name, of, payload.encoding()));
    }
  }

  /**
   * Goes on to what is in it.
   *
   * @throws NotJsonException if the document is no JSON
   * @throws NotWrappedException if it is not in this envelope
   */
  void open(Opened opened) throws NotJsonException, NotWrappedException {
    JsonSpan document = opened.event();
    FieldValues fields = FieldValues.of(document, root);
    String at = unplaced;
    try {
      if (fields.repeated() != null) {
        at = label + ": " + fields.repeated().name();
        throw new NotWrappedException(Kind.REPEATED_FIELD, "occurs more than once");
      } else if (object && fields.kind(root) != JsonKind.OBJECT) {
        throw new NotWrappedException(Kind.NOT_AN_OBJECT, "not a JSON object");
      } else if (sns != null) {
        sns.read(fields, opened);
      }
      Place place = place(fields);
      at = place.label();
      checkThere(place, fields);
      if (place.encoding() == Encoding.NONE) {
        opened.within(fields.span(place.field()));
      } else {
        String text = fields.text(place.field());
        opened.decoded(EncodedText.decode(text, place.encoding(), opened::large), at);
      }
    } catch (NotWrappedException e) {
      throw e.of(at, KnownBody.remark(called, document, envelope));
    }
  }

  /** The place that has something; the first of them where none has. */
  private Place place(FieldValues fields) throws NotWrappedException {
    Place found = null;
    for (Place place : places) {
      boolean has = fields.kind(place.field()) != null;
      if (has && found != null) {
        throw new NotWrappedException(
            Kind.REPEATED_FIELD, "has both " + found.name() + " and " + place.name());
      }
      found = has ? place : found;
    }
    return found == null ? places.get(0) : found;
  }

  private void checkThere(Place place, FieldValues fields) throws NotWrappedException {
    JsonKind kind = fields.kind(place.field());
    if (kind == null || kind == JsonKind.NULL) {
      throw new NotWrappedException(Kind.MISSING_FIELD, kind == null ? "is missing" : "is null");
    } else if (place.encoding() != Encoding.NONE && kind != JsonKind.STRING) {
      throw new NotWrappedException(Kind.WRONG_TYPE, "must be a string");
    }
  }
}
