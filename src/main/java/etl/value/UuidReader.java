package etl.value;

import etl.json.JsonKind;
import java.util.Locale;

/** Reads uuids of 8-4-4-4-12 hex digits in either case. */
final class UuidReader extends ValueReader {
  private static final Misfit NO_UUID = new Misfit(Misfit.Kind.WRONG_TYPE, "is no uuid");
  private static final int LENGTH = 36;

  UuidReader() {
    super("a uuid", JsonKind.STRING);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (value.length() != LENGTH) {
      throw NO_UUID;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = value.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : IpAddress.hex(c) < 0) {
        throw NO_UUID;
      }
    }
    return value.toLowerCase(Locale.ROOT);
  }
}
