package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonLine;
import etl.json.JsonPointer;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.ColumnType.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes columns of what samples hold, and tells what is masked and what is left out. */
final class ColumnFinder {
  /** An object with more members is no record. */
  private static final int MOST_MEMBERS = 50;

  private static final int DEEPEST = 8;

  /** A row of more long texts might not fit a page of PostgreSQL. */
  private static final int MOST_COLUMNS = 200;

  private static final String HASH = ", \"masked\": true";

  private final String source;
  private final List<String> prefix;
  private final ColumnNames names;
  private final Consumer<String> proposals;
  private final List<String> columns = new ArrayList<>();
  private int total;
  private List<String> skipped = List.of();

  /**
   * @param source the key for where the columns' values come from
   * @param prefix what the columns' names begin with; none for the keys alone
   * @param proposals told of each proposal that is not plain, by pointer
   */
  ColumnFinder(String source, List<String> prefix, ColumnNames names, Consumer<String> proposals) {
    this.source = source;
    this.prefix = prefix;
    this.names = names;
    this.proposals = proposals;
  }

  /**
   * The columns for the samples, as a spec writes them.
   *
   * @param around the names that lead to the samples in their events
   * @param skip the pointer of an array that becomes rows of its own; null for none
   */
  List<String> find(Shape shape, List<String> around, List<String> skip) {
    total = shape.present();
    skipped = skip == null ? List.of() : skip;
    if (shape.isObject()) {
      members(shape, around, List.of());
    }
    return List.copyOf(columns);
  }

  private void members(Shape shape, List<String> around, List<String> path) {
    boolean crowded = path.isEmpty() && shape.members().size() > MOST_MEMBERS;
    int left = 0;
    int keys = 0;
    for (Map.Entry<String, Shape> entry : shape.members().entrySet()) {
      String name = entry.getKey();
      Shape member = entry.getValue();
      List<String> place = PersonalSearch.below(path, name);
      if (PersonalValues.isInPlaceOfKey(name)) {
        keys++;
      } else if (crowded && member.filled() < total) {
        left++;
      } else if (skipped.isEmpty() || !place.equals(skipped)) {
        add(member, PersonalSearch.below(around, name), place, shape.members().keySet());
      }
    }
    tellCount(keys, path, "keys that look like a value");
    tellCount(left, path, "keys that not every sample has, of more than " + MOST_MEMBERS);
  }

  private void tellCount(int count, List<String> path, String what) {
    if (count > 0) {
      tell(path, "left out: " + count + " " + what);
    }
  }

  private void add(Shape shape, List<String> around, List<String> path, Set<String> siblings) {
    if (columns.size() == MOST_COLUMNS) {
      tell(path, "left out: the table has " + MOST_COLUMNS + " columns already");
    } else if (shape.isRepeated()) {
      tell(path, "left out: stands twice in a sample");
    } else if (!shape.hasValues()) {
      tell(path, "left out: null in every sample");
    } else if (isRecord(shape, around, path)) {
      members(shape, around, path);
    } else if (shape.hasContainers()) {
      container(shape, around, path);
    } else {
      scalar(shape, around, path, siblings);
    }
  }

  private static boolean isRecord(Shape shape, List<String> around, List<String> path) {
    return shape.isObject()
        && !shape.members().isEmpty()
        && shape.members().size() <= MOST_MEMBERS
        && path.size() < DEEPEST
        && !PersonalSearch.isKeyedByValues(shape, around);
  }

  private void container(Shape shape, List<String> around, List<String> path) {
    if (PersonalSearch.isKeyedByValues(shape, around)) {
      tell(path, "left out: its keys look like values");
      return;
    }
    Personal kind = PersonalSearch.kindIn(shape, around, Set.of());
    if (kind != null) {
      String instead = shape.isArrayOfObjects() ? "; an event with each could mask it" : "";
      tell(path, "left out: something in it looks like " + kind.called() + instead);
    } else if (shape.hasUnknown()) {
      tell(path, "left out: too deep, or too many keys, to look into");
    } else if (shape.hasNothing()) {
      tell(path, "left out: empty in every sample");
    } else {
      ColumnType type = shape.candidates().choose(List.of(), shape.isOfTexts());
      plain(shape, path, type);
      if (type != null && shape.isArrayOfObjects()) {
        tell(path, "jsonb: an event with each could make a row of each element");
      }
    }
  }

  private void scalar(Shape shape, List<String> around, List<String> path, Set<String> siblings) {
    Personal kind = PersonalSearch.kindOf(shape, around, siblings);
    if (kind != null) {
      masked(shape, path, kind);
      return;
    }
    ColumnType type = shape.candidates().choose(words(path), false);
    plain(shape, path, type);
    if (shape.candidates().areLocalTimes()) {
      tell(path, "text: times without an offset; with a zone, they can be timestamptz");
    } else if (type != null
        && type.base() == Base.TIMESTAMPTZ
        && shape.candidates().areAll(JsonKind.NUMBER)) {
      tell(path, "timestamptz, by its name and the size of its numbers");
    }
  }

  /** Of the last two names: {@code price, amount}. */
  private static List<String> words(List<String> path) {
    List<String> words = new ArrayList<>();
    path.subList(Math.max(0, path.size() - 2), path.size())
        .forEach(name -> words.addAll(Vocabulary.words(name)));
    return words;
  }

  private void plain(Shape shape, List<String> path, ColumnType type) {
    if (type == null) {
      tell(path, "left out: holds what PostgreSQL cannot store");
    } else {
      add(shape, path, type, "");
    }
  }

  private void masked(Shape shape, List<String> path, Personal kind) {
    Candidates candidates = shape.candidates();
    if (kind == Personal.BIRTH && candidates.take(Base.DATE)) {
      add(shape, path, ColumnType.of(Base.DATE), ", \"mask\": {\"date\": \"year\"}");
      tell(path, "masked, only its year is kept: looks like " + kind.called());
    } else if (candidates.take(Base.TEXT)) {
      add(shape, path, ColumnType.of(Base.TEXT), mask(shape, kind));
      tell(path, "masked: looks like " + kind.called());
    } else {
      tell(path, "left out: looks like " + kind.called() + " that PostgreSQL cannot store");
    }
  }

  private static String mask(Shape shape, Personal kind) {
    if (kind == Personal.SECRET) {
      // Nobody should look it up.
      return HASH + ", \"keep_original\": false";
    }
    String canonical = shape.canonical();
    return canonical == null ? HASH : HASH + ", \"canonical\": \"" + canonical + '"';
  }

  private void add(Shape shape, List<String> path, ColumnType type, String mask) {
    boolean required = total > 0 && shape.filled() == total;
    List<String> keys = new ArrayList<>(prefix);
    keys.addAll(path);
    String more = (required ? ", \"required\": true" : "") + mask;
    columns.add(column(names.of(keys, "field"), source, place(path), type, more));
  }

  /**
   * A column as a spec writes it.
   *
   * @param source the key that says where its value comes from: {@code pointer}
   * @param place what that key's value is
   * @param more what follows its type, behind a comma
   */
  static String column(String name, String source, String place, ColumnType type, String more) {
    String length = type.length() > 0 ? ", \"length\": " + type.length() : "";
    String epoch =
        type.epoch() == Epoch.NONE
            ? ""
            : ", \"epoch\": \"" + type.epoch().name().toLowerCase(Locale.ROOT) + '"';
    return "{\"name\": %s, \"%s\": %s, \"type\": \"%s\"%s%s%s}"
        .formatted(
            JsonLine.text(name),
            source,
            JsonLine.text(place),
            type.base().written(),
            length,
            epoch,
            more);
  }

  private void tell(List<String> path, String what) {
    String document = source.equals("pointer") ? "" : source + " ";
    proposals.accept((path.isEmpty() ? "the event" : document + place(path)) + ": " + what);
  }

  private String place(List<String> path) {
    return source.equals("attribute") ? path.get(0) : new JsonPointer(path).written();
  }
}
