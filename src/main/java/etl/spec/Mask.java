package etl.spec;

import java.util.Locale;
import java.util.Optional;

/** What is stored in place of a personal value. */
public sealed interface Mask {
  /** One that says nothing but its name. */
  record Plain(String written) implements Mask {}

  /**
   * The network that an address is in; no original is kept.
   *
   * @param ipv4 how many bits of an IPv4 address are kept, 0 to 32
   * @param ipv6 how many bits of an IPv6 address are kept, 0 to 128
   */
  record Network(int ipv4, int ipv6) implements Mask {
    public Network {
      if (ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
        throw new IllegalArgumentException("ipv4 is 0 to 32, ipv6 0 to 128");
      }
    }

    @Override
    public String written() {
      return "network/" + ipv4 + "/" + ipv6;
    }
  }

  /** The first day of the period that a day is in; no original is kept. */
  enum Period implements Mask {
    YEAR,
    MONTH;

    @Override
    public String written() {
      return "date/" + name().toLowerCase(Locale.ROOT);
    }

    /** The first day of the period, as a date of the same form: {@code 2026-01-31}. */
    String of(String isoDate) {
      return this == YEAR ? isoDate.substring(0, 4) + "-01-01" : isoDate.substring(0, 7) + "-01";
    }
  }

  /** What a hash may take in characters, whatever the generation of its key. */
  int HASH_LENGTH = 80;

  /** The value itself. */
  Mask NONE = new Plain("");

  /** The hash of the value. */
  Mask HASH = new Plain("hash");

  /** The hash of an address, {@code @} and its domain. */
  Mask EMAIL = new Plain("email");

  /** What is {@link #written()} like this; empty where nothing is. */
  static Optional<Mask> read(String written) {
    String[] parts = written.split("/", -1);
    try {
      return switch (parts[0] + parts.length) {
        case "hash1" -> Optional.of(HASH);
        case "email1" -> Optional.of(EMAIL);
        case "network3" ->
            Optional.of(new Network(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        case "date2" -> Optional.of(Period.valueOf(parts[1].toUpperCase(Locale.ROOT)));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** In one word, as the database remembers it: {@code hash}, {@code network/24/48}. */
  String written();

  /** Whether the value is replaced by its hash, under which its original may be found. */
  default boolean isHash() {
    return this == HASH || this == EMAIL;
  }

  /** Whether something other than the value is stored. */
  default boolean hides() {
    return this != NONE;
  }
}
