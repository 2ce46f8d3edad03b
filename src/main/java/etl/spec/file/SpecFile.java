package etl.spec.file;

import etl.envelope.Envelope;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.EventSpec.Otherwise;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A spec as it is written: JSON (RFC 8259) in UTF-8. */
public final class SpecFile {
  private static final String LOGINS = "user_logins.json";
  private static final String SCHEMA = "spec.json";

  /** Far more than any spec takes. */
  private static final int MOST_BYTES = 8 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SpecFile() {}

  /**
   * Reads a spec.
   *
   * @throws IOException if the file cannot be read
   * @throws SpecException with everything that is wrong with it
   */
  public static EventSpec read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in.readNBytes(MOST_BYTES + 1));
    }
  }

  /**
   * Reads a spec from the bytes of its file.
   *
   * @throws SpecException with everything that is wrong with it
   */
  public static EventSpec read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw SpecException.of("the file has more than " + (MOST_BYTES >> 20) + " MiB");
    }
    String text = text(bytes);
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      throw SpecException.of("the file begins with a byte order mark, save it without one");
    }
    return spec(text);
  }

  private static EventSpec spec(String text) {
    List<String> problems = new ArrayList<>();
    Optional<EventSpec> spec = Node.of(Json.read(text), "", problems).map(SpecFile::spec);
    return spec.orElseThrow(() -> new SpecException(problems));
  }

  /** Null where something is wrong with it. */
  private static EventSpec spec(Node spec) {
    if (!spec.has("events") && (spec.has("table") || spec.has("columns"))) {
      KindDraft only = KindReader.ofShortForm(spec);
      List<Envelope> unwrap = UnwrapReader.read(spec);
      only.checkClear(unwrap);
      return made(spec, only.table(), unwrap, List.of(only), Otherwise.REJECT);
    }
    String name = spec.text("name", "\"shop\"");
    KindReader.checkName(spec, name);
    spec.checkKeys(Keys.SPEC);
    List<Envelope> unwrap = UnwrapReader.read(spec);
    List<KindDraft> kinds = kinds(spec);
    kinds.forEach(kind -> kind.checkClear(unwrap));
    checkOrder(spec, kinds);
    KindDraft.checkShared(kinds);
    List<Otherwise> known = List.of(Otherwise.values());
    Otherwise otherwise = spec.oneOf("otherwise", "reject", known, Otherwise.REJECT);
    return made(spec, name, unwrap, kinds, otherwise);
  }

  private static EventSpec made(
      Node spec, String name, List<Envelope> unwrap, List<KindDraft> kinds, Otherwise otherwise) {
    if (!spec.problems().isEmpty()) {
      return null;
    }
    List<EventKind> events = kinds.stream().map(KindDraft::kind).toList();
    return new EventSpec(name, unwrap, events, otherwise, false);
  }

  private static List<KindDraft> kinds(Node spec) {
    List<KindDraft> kinds = new ArrayList<>();
    List<Json> events = spec.array("events");
    if (!spec.has("events")) {
      spec.report("needs events, or for a single one table and columns");
    } else if (spec.get("events") instanceof Json.Array && events.isEmpty()) {
      spec.report("events is an empty array, write at least one event");
    }
    for (int i = 0; i < events.size(); i++) {
      KindReader.read(spec, events.get(i), i + 1).ifPresent(kinds::add);
    }
    return kinds;
  }

  private static void checkOrder(Node spec, List<KindDraft> kinds) {
    spec.checkDistinct("event", kinds.stream().map(KindDraft::name));
    for (KindDraft kind : kinds) {
      if (kind.fitsAll() && kind != kinds.get(kinds.size() - 1)) {
        kind.node()
            .report(
                "has no when and fits every message, so that no event after it is ever tried,"
                    + " put it last or add when");
      }
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw SpecException.of("the file is not UTF-8, save it as such");
    }
  }

  /** The built-in spec: login events. */
  public static EventSpec builtIn() {
    return BuiltIn.SPEC;
  }

  /** Read once, and only if it is asked for. */
  private static final class BuiltIn {
    static final EventSpec SPEC = read();

    private static EventSpec read() {
      EventSpec spec = spec(builtInText());
      return new EventSpec(spec.name(), spec.unwrap(), spec.events(), spec.otherwise(), true);
    }
  }

  /** The built-in spec as it is written. */
  public static String builtInText() {
    return text(EventSpec.class, LOGINS);
  }

  /** The JSON Schema (2020-12) of such files. */
  public static String schemaText() {
    return text(SpecFile.class, SCHEMA);
  }

  /** What is wrong with a name as that of an event's table; empty for nothing. */
  public static Optional<String> wrongTable(String name) {
    return Optional.ofNullable(Reserved.table(name));
  }

  /** Whether a spec may read a message attribute of this name. */
  public static boolean isAttribute(String name) {
    return SourceReader.isAttribute(name);
  }

  private static String text(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
