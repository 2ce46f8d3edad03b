package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonLine;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import etl.spec.draft.KindFinder.Kind;
import etl.spec.file.SpecFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Drafts a spec from samples: it takes each of them, and stores nothing in the clear that looks
 * personal. Not thread-safe.
 */
public final class SpecDrafter {
  /**
   * A spec to start from.
   *
   * @param proposals what in it is no plain column, and what of the samples is left out, one line
   *     each; places, never values
   */
  public record Draft(String text, List<String> proposals) {
    public Draft {
      proposals = List.copyOf(proposals);
    }
  }

  // The folders before a file's name, and its type behind it.
  private static final Pattern TYPE = Pattern.compile("^.*[/\\\\](?=.)|\\..*$");

  private final List<Sample> samples = new ArrayList<>();
  private JsonKind kind;

  /**
   * Takes a sample.
   *
   * @param attributes the message's attributes, by name
   * @return why it is none, without any value; empty if it is one
   */
  public Optional<String> add(String body, Map<String, String> attributes) {
    JsonKind found;
    try {
      found = JsonScanner.kindOf(body);
    } catch (NotJsonException e) {
      return Optional.of(e.reason());
    }
    if (found != JsonKind.OBJECT && found != JsonKind.ARRAY) {
      return Optional.of("not a JSON object");
    } else if (kind != null && kind != found) {
      return Optional.of(
          found == JsonKind.ARRAY
              ? "is an array, and the samples before are objects"
              : "is an object, and the samples before are arrays");
    }
    kind = found;
    Map<String, String> usable = new HashMap<>(attributes);
    usable.keySet().removeIf(name -> !SpecFile.isAttribute(name));
    samples.add(new Sample(body, usable));
    return Optional.empty();
  }

  public int size() {
    return samples.size();
  }

  /**
   * The draft of at least one sample.
   *
   * @param table the table's name, which must be one
   */
  public Draft draft(String table) {
    List<String> proposals = new ArrayList<>();
    EnvelopeFinder.Found found = EnvelopeFinder.of(samples);
    Shape saying =
        found.saying().isEmpty() ? null : EnvelopeFinder.shape(samples).only(found.saying());
    String unwrap = unwrap(found, proposals);
    List<Kind> kinds = KindFinder.of(samples, found);
    if (kinds.isEmpty()) {
      String event =
          new EventMaker(proposals::add).make(null, null, table, found.events(), saying, "  ");
      return new Draft("{\n" + unwrap + event + "\n}\n", proposals);
    }
    proposals.add("the event: " + kinds.size() + " kinds, told apart by " + kinds.get(0).place());
    ColumnNames tables = new ColumnNames();
    List<String> events = new ArrayList<>();
    for (Kind kind : kinds) {
      String where = "event " + (events.size() + 1) + ": ";
      String ofKind = tables.of(List.of(table, kind.name()), table);
      String event =
          new EventMaker(line -> proposals.add(where + line))
              .make(kind.name(), kind.test(), ofKind, kind.events(), saying, "      ");
      events.add("    {\n" + event + "\n    }");
    }
    String text =
        "{\n  \"name\": %s,\n%s  \"events\": [\n%s\n  ]\n}\n"
            .formatted(JsonLine.text(table), unwrap, String.join(",\n", events));
    return new Draft(text, proposals);
  }

  /** The member of the spec; empty for none. */
  private static String unwrap(EnvelopeFinder.Found found, List<String> proposals) {
    if (found.envelopes().isEmpty()) {
      return "";
    }
    String envelopes =
        found.envelopes().stream()
            .map(envelope -> JsonLine.text(envelope.written()))
            .collect(Collectors.joining(", ", "[", "]"));
    proposals.add("the body: unwrap " + envelopes + ", as every sample is such an envelope");
    return "  \"unwrap\": " + envelopes + ",\n";
  }

  /**
   * The name for a table that a file's name suggests.
   *
   * @param otherwise for a name that suggests none
   */
  public static String tableName(String file, String otherwise) {
    return ColumnNames.table(TYPE.matcher(file).replaceAll(""), otherwise);
  }
}
