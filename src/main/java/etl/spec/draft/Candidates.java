package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.ColumnType.Epoch;
import etl.value.Misfit;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The types that take every value of a field, judged by what reads the values of such columns; and
 * the one of them that a column should have.
 */
final class Candidates {
  private static final ColumnType SECONDS =
      new ColumnType(Base.TIMESTAMPTZ, 0, 0, 0, Epoch.S, null);
  private static final ColumnType MILLIS =
      new ColumnType(Base.TIMESTAMPTZ, 0, 0, 0, Epoch.MS, null);

  private static final ColumnType LOCAL =
      new ColumnType(Base.TIMESTAMPTZ, 0, 0, 0, Epoch.NONE, ZoneOffset.UTC);

  /** Seconds from 2000 to 2100: what lies outside is no count of them. */
  private static final double EARLIEST = 946_684_800;

  private static final double LATEST = 4_102_444_800.0;

  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");

  private static final Set<Base> WRITTEN = EnumSet.of(Base.JSONB, Base.TEXT_ARRAY);

  /** All that a draft has. */
  private static final List<ColumnType> TYPES =
      Stream.concat(
              Stream.of(SECONDS, MILLIS, LOCAL),
              EnumSet.complementOf(
                      EnumSet.of(Base.VARCHAR, Base.INTEGER, Base.DOUBLE, Base.INET, Base.CIDR))
                  .stream()
                  .map(ColumnType::of))
          .toList();

  private final List<ColumnType> fitting = new ArrayList<>(TYPES);
  private final Set<JsonKind> kinds = EnumSet.noneOf(JsonKind.class);
  private int count;
  private boolean whole = true;
  private boolean decimal = true;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * Takes note of a value that is not null.
   *
   * @param value a string's text; of others, the JSON text
   * @param written its JSON text
   */
  void add(JsonKind kind, String value, String written) {
    count++;
    kinds.add(kind);
    fitting.removeIf(type -> !takes(type, kind, value, written));
    if (kind == JsonKind.NUMBER || (kind == JsonKind.STRING && JsonNumber.isNumber(value))) {
      whole = whole && WHOLE.matcher(value).matches();
      decimal = decimal && DECIMAL.matcher(value).matches();
      double number = Double.parseDouble(value);
      least = Math.min(least, number);
      most = Math.max(most, number);
    } else {
      decimal = false;
    }
  }

  private static boolean takes(ColumnType type, JsonKind kind, String value, String written) {
    try {
      String text = WRITTEN.contains(type.base()) ? written : value;
      return type.reader().accepts(kind) && type.reader().read(kind, text, true) != null;
    } catch (Misfit e) {
      return false;
    }
  }

  int count() {
    return count;
  }

  boolean take(Base base) {
    return fitting.contains(ColumnType.of(base));
  }

  boolean areAll(JsonKind kind) {
    return kinds.equals(EnumSet.of(kind));
  }

  /** Whether all are times of which some say nothing of their offset from UTC. */
  boolean areLocalTimes() {
    return count > 0 && fitting.contains(LOCAL) && !take(Base.TIMESTAMPTZ);
  }

  /**
   * The type for a field.
   *
   * @param texts whether an array holds nothing but texts and nulls
   * @return null where no type takes all values
   */
  ColumnType choose(List<String> words, boolean texts) {
    if (kinds.contains(JsonKind.OBJECT) || kinds.contains(JsonKind.ARRAY)) {
      return texts && areAll(JsonKind.ARRAY) ? first(Base.TEXT_ARRAY) : first(Base.JSONB);
    } else if (areAll(JsonKind.BOOLEAN)) {
      return first(Base.BOOLEAN);
    }
    ColumnType epoch = epoch(words);
    if (epoch != null) {
      return epoch;
    } else if (areAll(JsonKind.NUMBER)) {
      return whole && !Vocabulary.anyOf(words, "amounts")
          ? first(Base.BIGINT, Base.NUMERIC, Base.TEXT)
          : first(Base.NUMERIC, Base.TEXT);
    } else if (areAll(JsonKind.STRING)) {
      return decimal && Vocabulary.anyOf(words, "amounts")
          ? first(Base.NUMERIC, Base.TEXT)
          : first(Base.UUID, Base.TIMESTAMPTZ, Base.DATE, Base.TEXT);
    }
    return first(Base.TEXT);
  }

  /** A count of seconds or milliseconds, by the name and by what is likely; null for none. */
  private ColumnType epoch(List<String> words) {
    boolean numbers = areAll(JsonKind.NUMBER) || areAll(JsonKind.STRING);
    if (!numbers || !Vocabulary.anyOf(words, "times")) {
      return null;
    } else if (fitting.contains(SECONDS) && least >= EARLIEST && most < LATEST) {
      return SECONDS;
    }
    boolean millis = least >= EARLIEST * 1000 && most < LATEST * 1000;
    return fitting.contains(MILLIS) && millis ? MILLIS : null;
  }

  private ColumnType first(Base... bases) {
    return Stream.of(bases).filter(this::take).findFirst().map(ColumnType::of).orElse(null);
  }
}
