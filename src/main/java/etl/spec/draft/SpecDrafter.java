package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import etl.spec.file.SpecFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Drafts a spec from samples: it takes each of them, and stores nothing in the clear that looks
 * personal. Not thread-safe.
 */
public final class SpecDrafter {
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
    try {
      JsonScanner scanner = new JsonScanner(body);
      JsonKind found = scanner.kind();
      scanner.skipValue();
      scanner.end();
      Map<String, String> usable = new HashMap<>(attributes);
      usable.keySet().removeIf(name -> !SpecFile.isAttribute(name));
      return add(new Sample(body, usable), found);
    } catch (NotJsonException e) {
      return Optional.of("not valid JSON (RFC 8259) at character " + (e.position() + 1));
    }
  }

  private Optional<String> add(Sample sample, JsonKind found) {
    if (found != JsonKind.OBJECT && found != JsonKind.ARRAY) {
      return Optional.of("not a JSON object");
    } else if (kind != null && kind != found) {
      return Optional.of(
          found == JsonKind.ARRAY
              ? "is an array, and the samples before are objects"
              : "is an object, and the samples before are arrays");
    }
    kind = found;
    samples.add(sample);
    return Optional.empty();
  }

  /** How many it has taken. */
  public int size() {
    return samples.size();
  }

  /**
   * The draft of at least one sample.
   *
   * @param table the table's name, which must be one
   */
  public SpecDraft draft(String table) {
    return new DraftMaker(samples).make(table);
  }

  /**
   * The name for a table that a file's name suggests.
   *
   * @param file its path
   * @param otherwise for a name that suggests none
   */
  public static String tableName(String file, String otherwise) {
    return ColumnNames.table(TYPE.matcher(file).replaceAll(""), otherwise);
  }
}
