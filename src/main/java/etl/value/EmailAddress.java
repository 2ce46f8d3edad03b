package etl.value;

import java.net.IDN;

/** The canonical form of e-mail addresses. */
final class EmailAddress {
  private static final Misfit NO_ADDRESS =
      new Misfit(Misfit.Kind.WRONG_TYPE, "is no e-mail address");
  private static final Misfit LONG_DOMAIN =
      new Misfit(Misfit.Kind.TOO_LONG, "has a domain of more than 253 characters");

  private static final int LONGEST_DOMAIN = 253;
  private static final int LONGEST_LABEL = 63;

  private EmailAddress() {}

  static String canonical(String value) throws Misfit {
    // A letter's lower case can be in another form than C.
    String address = Unicode.nfc(Unicode.lower(Unicode.nfc(Unicode.trim(value))));
    if (address.isEmpty()) {
      return address;
    }
    int at = address.lastIndexOf('@');
    if (at < 1 || at == address.length() - 1) {
      throw NO_ADDRESS;
    }
    String domain = address.substring(at + 1);
    String ascii = ascii(domain);
    return ascii.equals(domain) ? address : address.substring(0, at + 1) + ascii;
  }

  private static String ascii(String domain) throws Misfit {
    // Before the conversion, which takes time by the square of the length.
    if (domain.length() > LONGEST_DOMAIN) {
      throw LONG_DOMAIN;
    }
    boolean ready = domain.chars().allMatch(c -> c < 0x80);
    String ascii = ready ? domain : converted(domain);
    if (ascii.length() > LONGEST_DOMAIN) {
      throw LONG_DOMAIN;
    }
    checkLabels(ascii);
    return ascii;
  }

  private static String converted(String domain) throws Misfit {
    try {
      return Unicode.lower(IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      // Its message quotes the domain.
      throw NO_ADDRESS;
    }
  }

  /** One final dot is the root's. */
  private static void checkLabels(String domain) throws Misfit {
    int label = 0;
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      if (c <= ' ' || c == '@' || c >= 0x7f || (c == '.' && label == 0)) {
        throw NO_ADDRESS;
      }
      label = c == '.' ? 0 : label + 1;
      if (label > LONGEST_LABEL) {
        throw NO_ADDRESS;
      }
    }
  }
}
