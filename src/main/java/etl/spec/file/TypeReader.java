package etl.spec.file;

import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.ColumnType.Epoch;
import etl.spec.Source;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a column's type with its parameters.
 *
 * @param source where its values come from; null if that is unknown
 */
record TypeReader(Node column, Source source) {
  private static final List<String> NAMES = Stream.of(Base.values()).map(Base::written).toList();
  private static final Pattern SQL = Pattern.compile("([a-z ]+)\\((\\d+)(?:, ?(\\d+))?\\)");

  /** The types of what the queue says of a message. */
  private static final Map<Source.Kind, Set<Base>> FITTING =
      Map.of(
          Source.Kind.MESSAGE_ID, EnumSet.of(Base.VARCHAR, Base.TEXT),
          Source.Kind.GROUP_ID, EnumSet.of(Base.VARCHAR, Base.TEXT),
          Source.Kind.SENT_DATE, EnumSet.of(Base.DATE),
          Source.Kind.SENT_AT, EnumSet.of(Base.TIMESTAMPTZ),
          Source.Kind.ELEMENT, EnumSet.of(Base.INTEGER, Base.BIGINT));

  private static final Set<Base> NOT_OF_TEXT =
      EnumSet.of(Base.BOOLEAN, Base.JSONB, Base.TEXT_ARRAY);

  /** The type; null where there is none that can be used. */
  ColumnType read() {
    Base base = base();
    if (base == null) {
      return null;
    }
    checkSource(base);
    belong("length", base, Base.VARCHAR);
    belong("precision", base, Base.NUMERIC);
    belong("scale", base, Base.NUMERIC);
    belong("epoch", base, Base.TIMESTAMPTZ);
    belong("zone", base, Base.TIMESTAMPTZ);
    return switch (base) {
      case VARCHAR -> varchar();
      case NUMERIC -> numeric();
      case TIMESTAMPTZ -> timestamp();
      default -> ColumnType.of(base);
    };
  }

  private Base base() {
    String type = column.text("type", "\"text\"");
    if (type == null) {
      if (!column.has("type")) {
        column.report("needs a type: " + Words.list(NAMES, "or"));
      }
      return null;
    }
    int known = NAMES.indexOf(type);
    if (known >= 0) {
      return Base.values()[known];
    }
    Matcher sql = SQL.matcher(type.toLowerCase(Locale.ROOT));
    column.report(sql.matches() ? ofSql(type, sql) : Words.unknown("type", type, NAMES));
    return null;
  }

  /** What to write for {@code varchar(128)}. */
  private static String ofSql(String type, Matcher sql) {
    String base = Words.nearest(sql.group(1).strip(), NAMES);
    String scale = sql.group(3) == null ? "" : ", \"scale\": " + sql.group(3);
    String parameters =
        switch (base) {
          case "varchar" -> ", \"length\": " + sql.group(2);
          case "numeric" -> ", \"precision\": " + sql.group(2) + scale;
          default -> "";
        };
    return base.isEmpty()
        ? Words.unknown("type", type, NAMES)
        : "unknown type " + Words.quoted(type) + ", write \"type\": \"" + base + '"' + parameters;
  }

  private void checkSource(Base base) {
    Source.Kind kind = source == null ? null : source.kind();
    Set<Base> fitting = kind == null ? null : FITTING.get(kind);
    if (fitting != null && !fitting.contains(base)) {
      List<String> names = fitting.stream().map(Base::written).toList();
      column.report(
          "%s is %s, not %s",
          kind.name().toLowerCase(Locale.ROOT), Words.list(names, "or"), base.written());
    } else if (kind == Source.Kind.ATTRIBUTE && NOT_OF_TEXT.contains(base)) {
      column.report(
          "attributes are text, which is never %s, write \"type\": \"text\"", base.written());
    }
  }

  private void belong(String key, Base base, Base owner) {
    if (base != owner) {
      column.refuse(key, "belongs to " + owner.written() + ", not to " + base.written());
    }
  }

  private ColumnType varchar() {
    if (!column.has("length")) {
      column.report("varchar needs a length, such as \"length\": 128; text has no limit");
    }
    int length = column.whole("length", 1, ColumnType.LONGEST_TEXT);
    return length < 0 ? null : ColumnType.varchar(length);
  }

  private ColumnType numeric() {
    int precision = column.whole("precision", 1, ColumnType.MOST_DIGITS);
    if (!column.has("precision")) {
      column.refuse("scale", "needs a precision, such as \"precision\": 12");
    }
    int most = precision < 0 ? ColumnType.MOST_DIGITS : precision;
    int scale = column.whole("scale", 0, most);
    boolean wrong =
        (column.has("precision") && precision < 0) || (column.has("scale") && scale < 0);
    return wrong
        ? null
        : new ColumnType(
            Base.NUMERIC, 0, Math.max(precision, 0), Math.max(scale, 0), Epoch.NONE, null);
  }

  private ColumnType timestamp() {
    if (source != null && source.kind() == Source.Kind.SENT_AT) {
      column.refuse("epoch", "is for what a producer writes, leave it out of sent_at");
      column.refuse("zone", "is for what a producer writes, leave it out of sent_at");
    } else if (column.has("epoch")) {
      column.refuse("zone", "means nothing beside epoch: a count of seconds has no zone");
    }
    Epoch epoch = column.oneOf("epoch", "ms", List.of(Epoch.S, Epoch.MS), Epoch.NONE);
    ZoneId zone = zone();
    return new ColumnType(Base.TIMESTAMPTZ, 0, 0, 0, epoch, epoch == Epoch.NONE ? zone : null);
  }

  private ZoneId zone() {
    String name = column.text("zone", "\"Europe/Berlin\"");
    if (name == null) {
      return null;
    }
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(name) && !name.startsWith("SystemV/")) {
      return ZoneId.of(name);
    }
    String nearest = name.length() > 3 ? Words.nearest(name, new TreeSet<>(known)) : "";
    column.report(
        "zone %s is no IANA time zone, %s",
        Words.quoted(name),
        nearest.isEmpty()
            ? "write one such as \"UTC\" or \"Europe/Berlin\""
            : "did you mean \"" + nearest + "\"?");
    return null;
  }
}
