package etl.value;

/**
 * Keeps the network of an address.
 *
 * @param ipv4 how many bits of an IPv4 address are kept, 0 to 32
 * @param ipv6 how many bits of an IPv6 address are kept, 0 to 128
 */
public record NetworkMask(int ipv4, int ipv6) {
  /**
   * @throws IllegalArgumentException if a number of bits is out of range
   */
  public NetworkMask {
    if (ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
      throw new IllegalArgumentException("ipv4 is 0 to 32, ipv6 0 to 128");
    }
  }

  /**
   * The network of an address, as the server's cidr prints it: {@code 192.0.2.0/24}. The address is
   * read as {@link Canonical#IP} reads it, an IPv4-mapped one as IPv4; so equal addresses have
   * equal networks.
   *
   * @throws Misfit if it is no address, or empty
   */
  public String of(String address) throws Misfit {
    IpAddress unmapped = IpAddress.unmapped(address);
    int prefix = unmapped.v6() ? ipv6 : ipv4;
    return unmapped.network(prefix).serverText(prefix);
  }
}
