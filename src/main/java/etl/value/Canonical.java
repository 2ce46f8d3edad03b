package etl.value;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One form for the many spellings of a text, so that equal values have equal masks. Each is
 * idempotent: the form of a form is itself. The empty text's form is the empty text. Letters are
 * those of the JDK's Unicode version.
 */
public enum Canonical {
  /**
   * Without white space at both ends: Unicode's, the separators U+001C to U+001F, the zero-width
   * space and the byte order mark. May be empty.
   */
  TRIM,
  /** In lower case, by Unicode's full mapping of no particular language. */
  LOWER,
  /**
   * In normalization form C. Refuses more than 100 combining marks in a row, since the time that
   * they take grows by the square of their number.
   */
  NFC,
  /**
   * An IP address as RFC 5952 writes it, without mixed notation. Takes any form of RFC 4291, by
   * text alone; an IPv4-mapped address becomes IPv4. Refuses leading zeros in IPv4, zones,
   * brackets, ports, prefixes and white space.
   */
  IP,
  /**
   * An e-mail address: trimmed, in form C and lower case (each letter by itself), its domain
   * (behind the last {@code @}) in ASCII by IDNA 2003. Refuses an address with an empty side or
   * none, and a domain that cannot be one: with white space, an empty label, one of more than 63
   * characters, or of more than 253 altogether. White space alone has the empty form.
   */
  EMAIL;

  /** Its name in a spec, in lower case. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Canonical> named(String specName) {
    return List.of(values()).stream().filter(form -> form.specName().equals(specName)).findFirst();
  }

  /**
   * The value's form.
   *
   * @param value without NUL or half surrogate pairs
   * @return the value itself where it is in this form
   * @throws Misfit if the value has none; never quotes the value
   */
  public String of(String value) throws Misfit {
    if (value.isEmpty()) {
      return value;
    }
    return switch (this) {
      case TRIM -> Unicode.trim(value);
      case LOWER -> value.toLowerCase(Locale.ROOT);
      case NFC -> Unicode.nfc(value);
      case IP -> IpAddress.unmapped(value).text();
      case EMAIL -> EmailAddress.canonical(value);
    };
  }

  /**
   * The network of an address, as the server's cidr prints it: {@code 192.0.2.0/24}. The address is
   * read as {@link #IP} reads it, an IPv4-mapped one as IPv4; so equal addresses have equal
   * networks.
   *
   * @param ipv4 how many bits of an IPv4 address are kept, 0 to 32
   * @param ipv6 how many bits of an IPv6 address are kept, 0 to 128
   * @throws Misfit if it is no address, or empty
   */
  public static String network(String address, int ipv4, int ipv6) throws Misfit {
    IpAddress unmapped = IpAddress.unmapped(address);
    int prefix = unmapped.v6() ? ipv6 : ipv4;
    return unmapped.network(prefix).serverText(prefix);
  }

  /** The forms one after the other; a value that is or becomes empty stays so. */
  public static String apply(List<Canonical> forms, String value) throws Misfit {
    String form = value;
    for (int i = 0; i < forms.size(); i++) {
      form = forms.get(i).of(form);
    }
    return form;
  }
}
