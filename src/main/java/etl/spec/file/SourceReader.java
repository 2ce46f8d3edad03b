package etl.spec.file;

import etl.json.JsonPointer;
import etl.spec.Source;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads where a value comes from. */
final class SourceReader {
  static final List<String> OF_COLUMN =
      List.of("pointer", "root", "envelope", "attribute", "message");
  static final List<String> OF_TEST = List.of("pointer", "envelope", "attribute");
  private static final List<String> PARTS =
      List.of("message_id", "sent_date", "sent_at", "element", "group_id");

  // As SQS takes them.
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final int LONGEST_ATTRIBUTE = 256;

  private SourceReader() {}

  /** The one that is given by one of these keys; null where there is not exactly one of use. */
  static Source read(Node node, List<String> known) {
    List<String> given = node.of(known);
    if (given.size() != 1) {
      node.reportChoice(known, "");
      // For what is wrong with each of them.
      given.forEach(key -> of(node, key));
      return null;
    }
    return of(node, given.get(0));
  }

  private static Source of(Node node, String key) {
    return switch (key) {
      case "attribute" -> attribute(node);
      case "message" -> message(node);
      default -> {
        JsonPointer pointer = pointer(node, key);
        Source.Kind kind = Source.Kind.valueOf(key.toUpperCase(Locale.ROOT));
        yield pointer == null ? null : Source.document(kind, pointer.tokens());
      }
    };
  }

  /** A pointer; null where there is none that can be used. */
  static JsonPointer pointer(Node node, String key) {
    String text = node.text(key, "\"/ip\"");
    if (text == null) {
      return null;
    } else if (!text.isEmpty() && text.charAt(0) != '/') {
      String meant = "/" + text.replaceFirst("^\\$\\.", "").replace('.', '/');
      node.report(
          "%s %s must begin with a slash, write %s", key, Words.quoted(text), Words.quoted(meant));
    } else if (text.replace("~0", "").replace("~1", "").contains("~")) {
      node.report(
          "%s %s has a stray ~, write ~0 for ~ and ~1 for / in a name", key, Words.quoted(text));
    } else if (!Words.isStorable(text)) {
      node.report("%s holds NUL or half a surrogate pair, which PostgreSQL cannot store", key);
    } else {
      return JsonPointer.parse(text);
    }
    return null;
  }

  static boolean isAttribute(String name) {
    return isWellFormed(name) && !isReserved(name);
  }

  private static boolean isWellFormed(String name) {
    return ATTRIBUTE.matcher(name).matches() && name.length() <= LONGEST_ATTRIBUTE;
  }

  private static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("aws.") || lower.startsWith("amazon.");
  }

  private static Source attribute(Node node) {
    String name = node.text("attribute", "\"event_type\"");
    if (name == null) {
      return null;
    } else if (!isWellFormed(name)) {
      node.report(
          "attribute %s is no name that SQS takes, write up to 256 of A-Z a-z 0-9 _ - and single"
              + " periods between them",
          Words.quoted(name));
    } else if (isReserved(name)) {
      node.report("attribute %s is reserved by SQS, no message can have it", Words.quoted(name));
    } else {
      return Source.attribute(name);
    }
    return null;
  }

  private static Source message(Node node) {
    String part = node.text("message", "\"message_id\"");
    if (part == null) {
      return null;
    } else if (PARTS.contains(part)) {
      return Source.message(Source.Kind.valueOf(part.toUpperCase(Locale.ROOT)));
    }
    node.report(Words.unknown("message part", part, PARTS));
    return null;
  }
}
