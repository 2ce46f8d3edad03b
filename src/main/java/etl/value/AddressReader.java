package etl.value;

import etl.json.JsonKind;

/** Reads addresses and networks for inet and cidr. */
final class AddressReader extends ValueReader {
  private static final Misfit NO_NETWORK = new Misfit(Misfit.Kind.WRONG_TYPE, "is no IP network");
  private static final Misfit HOST_BITS =
      new Misfit(Misfit.Kind.WRONG_TYPE, "has bits set to the right of its network's prefix");

  private final boolean cidr;

  AddressReader(boolean cidr) {
    super(cidr ? "an IP network" : "an IP address", JsonKind.STRING);
    this.cidr = cidr;
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    int slash = value.indexOf('/');
    IpAddress address = IpAddress.parse(value, slash < 0 ? value.length() : slash);
    if (address == null) {
      throw cidr ? NO_NETWORK : IpAddress.NO_ADDRESS;
    }
    int prefix = slash < 0 ? address.bits() : prefix(value, slash + 1);
    if (prefix < 0 || prefix > address.bits()) {
      throw cidr ? NO_NETWORK : IpAddress.NO_ADDRESS;
    }
    if (cidr && !address.network(prefix).equals(address)) {
      throw HOST_BITS;
    }
    return address.serverText(prefix == address.bits() && !cidr ? -1 : prefix);
  }

  /** The number of up to three digits, without leading zeros; negative for anything else. */
  private static int prefix(String text, int start) {
    int digits = text.length() - start;
    boolean leadingZero = digits > 1 && text.charAt(start) == '0';
    return digits < 1 || digits > 3 || leadingZero ? -1 : Digits.number(text, start, text.length());
  }
}
