package etl.spec.file;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON value of a spec's file. */
sealed interface Json {
  /** A string by its text; a number, a boolean or null by its literal. */
  record Scalar(JsonKind kind, String value) implements Json {}

  record Array(List<Json> elements) implements Json {}

  /** An object; of members that stand twice the first, and their names. */
  record Members(Map<String, Json> members, Set<String> repeated) implements Json {}

  /** Reads a text, or tells by line and column where it is no JSON. */
  static Json read(String text) {
    return new Text(text).read();
  }

  /** What it is, as people say it. */
  default String called() {
    if (this instanceof Scalar scalar) {
      return switch (scalar.kind()) {
        case STRING -> "a text";
        case NUMBER -> "a number";
        case NULL -> "null";
        default -> scalar.value();
      };
    }
    return this instanceof Array ? "an array" : "an object";
  }

  default boolean is(JsonKind kind) {
    return this instanceof Scalar scalar && scalar.kind() == kind;
  }

  /** A text that must be one JSON document, strictly by RFC 8259. */
  final class Text {
    /** Far deeper than any spec; each level takes a call of its own. */
    private static final int DEEPEST = 100;

    private final String text;
    private final JsonScanner scanner;

    private Text(String text) {
      this.text = text;
      this.scanner = new JsonScanner(text);
    }

    private Json read() {
      try {
        JsonScanner.kindOf(text);
        return value(0);
      } catch (NotJsonException e) {
        throw SpecException.of(
            place(e.position()) + ": not JSON (RFC 8259)" + advice(e.position()));
      }
    }

    private Json value(int depth) throws NotJsonException {
      JsonKind kind = scanner.kind();
      if (depth > DEEPEST) {
        throw SpecException.of(place(scanner.position()) + ": nests too deep for a spec");
      } else if (kind == JsonKind.OBJECT) {
        return members(depth);
      } else if (kind == JsonKind.ARRAY) {
        return elements(depth);
      }
      scanner.skipValue();
      return new Scalar(kind, scanner.value());
    }

    private Json members(int depth) throws NotJsonException {
      Map<String, Json> members = new LinkedHashMap<>();
      Set<String> repeated = new LinkedHashSet<>();
      scanner.take('{');
      if (!scanner.take('}')) {
        do {
          scanner.name();
          String name = scanner.value();
          if (members.putIfAbsent(name, value(depth + 1)) != null) {
            repeated.add(name);
          }
        } while (scanner.more('}'));
      }
      return new Members(members, repeated);
    }

    private Json elements(int depth) throws NotJsonException {
      List<Json> elements = new ArrayList<>();
      scanner.take('[');
      if (!scanner.take(']')) {
        do {
          elements.add(value(depth + 1));
        } while (scanner.more(']'));
      }
      return new Array(elements);
    }

    private String place(int position) {
      String before = text.substring(0, Math.min(position, text.length()));
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      return "line " + line + ", column " + column;
    }

    /** What people usually get wrong there; empty if it is none of that. */
    private String advice(int position) {
      if (text.isBlank()) {
        return ": the file is empty";
      } else if (position >= text.length()) {
        return ": the text ends too early, a bracket or a quotation mark is open";
      }
      boolean comma = text.substring(0, position).trim().endsWith(",");
      return switch (text.charAt(position)) {
        case '}', ']' -> comma ? ": remove the comma before it" : "";
        case '\'' -> ": texts and keys stand in double quotes";
        case '/', '#' -> ": JSON has no comments, write \"comment\": \"...\"";
        case '"', '{', '[' -> comma ? "" : ": a comma or a colon may be missing before it";
        case '\n', '\r', '\t' -> ": a line break or a tab in a text is written \\n or \\t";
        default -> "";
      };
    }
  }
}
