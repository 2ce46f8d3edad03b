package etl.spec.file;

import etl.envelope.Envelope;
import etl.envelope.Envelope.Encoding;
import etl.envelope.Envelope.Known;
import etl.envelope.Envelope.Payload;
import etl.json.JsonKind;
import etl.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what events are wrapped in. */
final class UnwrapReader {
  private static final List<String> NAMES = Stream.of(Known.values()).map(Known::written).toList();
  private static final List<String> ENCODINGS =
      Stream.of(Encoding.values()).map(Encoding::written).filter(e -> !e.isEmpty()).toList();

  /** Stands for one that cannot be read: nobody knows what is where in it. */
  private static final Envelope UNKNOWN = new Payload(new JsonPointer(List.of()), Encoding.JSON);

  private UnwrapReader() {}

  /** The envelopes of a spec, the outermost first. */
  static List<Envelope> read(Node spec) {
    List<Envelope> envelopes = new ArrayList<>();
    Json unwrap = spec.get("unwrap");
    if (unwrap instanceof Json.Array array) {
      if (array.elements().isEmpty()) {
        spec.report("unwrap is an empty array, leave it out where the body is the event");
      }
      for (int i = 0; i < array.elements().size(); i++) {
        envelopes.add(envelope(array.elements().get(i), spec, "unwrap " + (i + 1) + ": "));
      }
    } else if (unwrap != null) {
      spec.wrong("unwrap", "an array", "[\"sns\"]");
      envelopes.add(UNKNOWN);
    }
    return envelopes;
  }

  private static Envelope envelope(Json json, Node spec, String place) {
    if (json.is(JsonKind.STRING)) {
      String name = ((Json.Scalar) json).value();
      Optional<Known> known = Known.of(name);
      if (known.isEmpty()) {
        spec.report(place + Words.unknown("envelope", name, NAMES));
      }
      return known.isPresent() ? known.get() : UNKNOWN;
    } else if (!(json instanceof Json.Members)) {
      spec.report(
          "%smust be %s, or an object with pointer, not %s",
          place, Words.list(NAMES.stream().map(Words::quoted).toList(), "or"), json.called());
      return UNKNOWN;
    }
    return spec.inside(json, place).flatMap(UnwrapReader::payload).orElse(UNKNOWN);
  }

  private static Optional<Envelope> payload(Node envelope) {
    envelope.checkKeys(Keys.UNWRAP);
    if (!envelope.has("pointer")) {
      envelope.report("needs a pointer to what is wrapped");
    }
    JsonPointer pointer = SourceReader.pointer(envelope, "pointer");
    Optional<Encoding> encoding = encoding(envelope);
    return pointer == null ? Optional.empty() : encoding.map(e -> new Payload(pointer, e));
  }

  private static Optional<Encoding> encoding(Node envelope) {
    String written = envelope.text("encoded", "\"json\"");
    if (written == null) {
      return envelope.has("encoded") ? Optional.empty() : Optional.of(Encoding.NONE);
    }
    Optional<Encoding> known =
        Stream.of(Encoding.values())
            .filter(e -> e != Encoding.NONE && e.written().equals(written))
            .findFirst();
    if (known.isEmpty()) {
      envelope.report(Words.unknown("encoding", written, ENCODINGS));
    }
    return known;
  }
}
