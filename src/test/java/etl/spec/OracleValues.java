package etl.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import etl.spec.SpecOracle.Rejection;
import etl.testing.SampleLogin;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a column stores of a JSON value, in one form of which the database's is made too. */
public final class OracleValues {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)?");

  private OracleValues() {}

  static String of(JsonObject column, JsonElement value) throws Rejection {
    boolean required = column.has("required");
    if (value == null || value.isJsonNull()) {
      return absent(required);
    }
    String type = column.get("type").getAsString();
    boolean masked = column.has("masked") || column.has("mask");
    if (masked && !type.equals("date")) {
      return masked(column, text(value, 0), required);
    } else if (required
        && !type.equals("jsonb")
        && value.isJsonPrimitive()
        && value.getAsString().isEmpty()) {
      throw new Rejection();
    } else if (masked && value.equals(new JsonPrimitive(""))) {
      return null;
    }
    String read = typed(column, type, value);
    if (!masked) {
      return read;
    }
    boolean year = column.getAsJsonObject("mask").get("date").getAsString().equals("year");
    LocalDate day = LocalDate.parse(read).withDayOfMonth(1);
    return (year ? day.withDayOfYear(1) : day).toString();
  }

  private static String absent(boolean required) throws Rejection {
    if (required) {
      throw new Rejection();
    }
    return null;
  }

  private static String masked(JsonObject column, String text, boolean required) throws Rejection {
    String value = text;
    JsonElement forms = column.get("canonical");
    JsonElement mask = column.get("mask");
    if (forms != null && forms.isJsonArray()) {
      value = Normalizer.normalize(value.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
    if (value.isEmpty()) {
      return absent(required);
    } else if (forms != null && forms.isJsonPrimitive()) {
      return SampleLogin.sha256(address(value));
    } else if (mask == null) {
      return SampleLogin.sha256(value);
    } else if (mask.isJsonObject()) {
      return address(value).replaceFirst("\\d+$", "0/24");
    }
    value = Normalizer.normalize(value.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    int at = value.lastIndexOf('@');
    if (value.isEmpty()) {
      return absent(required);
    } else if (at < 1 || at == value.length() - 1) {
      throw new Rejection();
    }
    return SampleLogin.sha256(value) + value.substring(at);
  }

  private static String address(String value) throws Rejection {
    String address = value.replaceFirst("^::ffff:", "");
    if (!address.matches("10(\\.1\\d\\d){3}")) {
      throw new Rejection();
    }
    return address;
  }

  private static String typed(JsonObject column, String type, JsonElement value) throws Rejection {
    return switch (type) {
      case "jsonb" -> json(value);
      case "text[]" -> texts(value);
      case "text" -> text(value, 0);
      case "varchar" -> text(value, column.get("length").getAsInt());
      case "boolean" -> {
        check(value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean());
        yield value.getAsString();
      }
      case "integer" -> number(value, 0, new BigDecimal("2147483648"));
      case "bigint" -> number(value, 0, new BigDecimal("9223372036854775808"));
      case "numeric" ->
          column.has("precision")
              ? number(
                  value,
                  column.get("scale").getAsInt(),
                  BigDecimal.TEN.pow(
                      column.get("precision").getAsInt() - column.get("scale").getAsInt()))
              : number(value, Integer.MAX_VALUE, null);
      case "date" -> day(string(value)).toString();
      case "uuid" -> {
        String uuid = string(value).toLowerCase(Locale.ROOT);
        check(uuid.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        yield uuid;
      }
      case "timestamptz" -> column.has("epoch") ? epoch(column, value) : time(column, value);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static void check(boolean holds) throws Rejection {
    if (!holds) {
      throw new Rejection();
    }
  }

  private static String string(JsonElement value) throws Rejection {
    check(value.isJsonPrimitive() && value.getAsJsonPrimitive().isString());
    return value.getAsString();
  }

  private static String text(JsonElement value, int length) throws Rejection {
    check(value.isJsonPrimitive());
    String text = storable(value.getAsString());
    check(length == 0 || text.codePointCount(0, text.length()) <= length);
    return text;
  }

  private static String storable(String text) throws Rejection {
    check(text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF)));
    return text;
  }

  private static BigDecimal decimal(JsonElement value) throws Rejection {
    check(value.isJsonPrimitive() && !value.getAsJsonPrimitive().isBoolean());
    check(value.getAsString().matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?"));
    return new BigDecimal(value.getAsString());
  }

  private static String number(JsonElement value, int scale, BigDecimal below) throws Rejection {
    BigDecimal number = decimal(value).stripTrailingZeros();
    check(number.scale() <= scale);
    // Whole numbers have one more below zero; none is drawn there.
    check(below == null || number.abs().compareTo(below) < 0);
    return plain(number);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static LocalDate day(String text) throws Rejection {
    check(text.matches("\\d{4}-\\d\\d-\\d\\d"));
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new Rejection();
    }
  }

  private static String epoch(JsonObject column, JsonElement value) throws Rejection {
    int digits = column.get("epoch").getAsString().equals("ms") ? 3 : 0;
    BigDecimal micros = decimal(value).movePointRight(6 - digits).setScale(0, RoundingMode.DOWN);
    BigDecimal[] seconds = micros.divideAndRemainder(new BigDecimal(1_000_000));
    check(seconds[0].abs().compareTo(new BigDecimal("253402300800")) < 0);
    Instant moment =
        Instant.ofEpochSecond(seconds[0].longValueExact(), seconds[1].longValueExact() * 1000);
    check(moment.isAfter(Instant.parse("0000-12-31T23:59:59.999999999Z")));
    check(moment.isBefore(Instant.parse("+10000-01-01T00:00:00Z")));
    return moment(moment);
  }

  private static String time(JsonObject column, JsonElement value) throws Rejection {
    Matcher time = TIME.matcher(string(value));
    check(time.matches() && (time.group(4) != null || column.has("zone")));
    String fraction = time.group(3) == null ? "" : time.group(3);
    String offset = time.group(4) == null ? "Z" : time.group(4).toUpperCase(Locale.ROOT);
    check(!time.group(2).startsWith("24"));
    try {
      return moment(
          OffsetDateTime.parse(
                  time.group(1)
                      + "T"
                      + time.group(2)
                      + fraction.substring(0, Math.min(7, fraction.length()))
                      + offset)
              .toInstant());
    } catch (DateTimeException e) {
      throw new Rejection();
    }
  }

  static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  private static String texts(JsonElement value) throws Rejection {
    check(value.isJsonArray());
    JsonArray texts = new JsonArray();
    for (JsonElement element : value.getAsJsonArray()) {
      check(element.isJsonPrimitive() || element.isJsonNull());
      texts.add(element.isJsonNull() ? null : storable(element.getAsString()));
    }
    return json(texts);
  }

  private static String json(JsonElement value) throws Rejection {
    if (value.isJsonObject()) {
      TreeMap<String, String> members = new TreeMap<>();
      for (var member : value.getAsJsonObject().entrySet()) {
        members.put(storable(member.getKey()), json(member.getValue()));
      }
      return members.toString();
    } else if (value.isJsonArray()) {
      StringBuilder elements = new StringBuilder("[");
      for (JsonElement element : value.getAsJsonArray()) {
        elements.append(json(element)).append(';');
      }
      return elements.append(']').toString();
    } else if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      return plain(new BigDecimal(value.getAsString()));
    }
    if (value.isJsonPrimitive()) {
      storable(value.getAsString());
    }
    return value.toString();
  }

  /** What the database has, in the same form. */
  public static String stored(String type, String text) {
    try {
      return text == null
          ? null
          : switch (type) {
            case "jsonb", "text[]" -> json(JsonParser.parseString(text));
            case "numeric" -> plain(new BigDecimal(text));
            default -> text;
          };
    } catch (Rejection e) {
      throw new AssertionError(text);
    }
  }
}
