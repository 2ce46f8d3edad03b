package etl.value;

import java.util.HexFormat;

/**
 * An IP address, read by its text alone: IPv4 as four decimal octets without leading zeros, IPv6 in
 * the forms of RFC 4291, section 2.2.
 *
 * @param high the upper 64 bits of IPv6
 * @param low the lower 64 bits of IPv6; IPv4's 32 bits
 */
record IpAddress(boolean v6, long high, long low) {
  static final Misfit NO_ADDRESS = new Misfit(Misfit.Kind.WRONG_TYPE, "is no IP address");

  private static final int GROUPS = 8;
  private static final long MAPPED = 0xffffL;

  /** Reads the text up to {@code end}; null if it is no address. */
  static IpAddress parse(String text, int end) {
    int colon = text.indexOf(':');
    if (colon >= 0 && colon < end) {
      return v6(text, end);
    }
    long address = v4(text, 0, end);
    return address < 0 ? null : new IpAddress(false, 0, address);
  }

  /** An address, an IPv4-mapped one as IPv4. */
  static IpAddress unmapped(String text) throws Misfit {
    IpAddress address = parse(text, text.length());
    if (address == null) {
      throw NO_ADDRESS;
    }
    return address.isMapped() ? new IpAddress(false, 0, address.low & 0xffff_ffffL) : address;
  }

  /** Four decimal octets; negative if it is anything else. */
  private static long v4(String text, int start, int end) {
    long address = 0;
    int p = start;
    for (int octets = 0; octets < 4; octets++) {
      if (octets > 0 && (p >= end || text.charAt(p++) != '.')) {
        return -1;
      }
      int begin = p;
      int octet = 0;
      while (p < end && p < begin + 4 && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
        octet = octet * 10 + text.charAt(p++) - '0';
      }
      boolean leadingZero = p > begin + 1 && text.charAt(begin) == '0';
      if (p == begin || octet > 255 || leadingZero) {
        return -1;
      }
      address = address << 8 | octet;
    }
    return p == end ? address : -1;
  }

  private static IpAddress v6(String text, int end) {
    long[] groups = new long[GROUPS];
    int count = 0;
    int gap = -1;
    int p = 0;
    if (text.startsWith("::")) {
      gap = 0;
      p = 2;
    }
    while (p < end) {
      int stop = endOfHex(text, p, end);
      if (stop == p || count == GROUPS) {
        return null;
      }
      if (stop < end && text.charAt(stop) == '.') {
        long address = v4(text, p, end);
        if (address < 0 || count > GROUPS - 2) {
          return null;
        }
        groups[count++] = address >>> 16;
        groups[count++] = address & 0xffff;
        break;
      }
      groups[count++] = hex(text, p, stop);
      if (stop == end) {
        break;
      }
      p = stop + 1;
      if (text.charAt(stop) != ':' || p == end) {
        return null;
      }
      if (text.charAt(p) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        p++;
      }
    }
    return gap < 0 ? whole(groups, count) : filled(groups, count, gap);
  }

  private static IpAddress whole(long[] groups, int count) {
    return count == GROUPS ? new IpAddress(true, word(groups, 0), word(groups, 4)) : null;
  }

  /** The same with zeros in the gap, which stands for one group at least. */
  private static IpAddress filled(long[] groups, int count, int gap) {
    if (count >= GROUPS) {
      return null;
    }
    long[] all = new long[GROUPS];
    System.arraycopy(groups, 0, all, 0, gap);
    System.arraycopy(groups, gap, all, GROUPS - count + gap, count - gap);
    return whole(all, GROUPS);
  }

  private static long word(long[] groups, int start) {
    return groups[start] << 48
        | groups[start + 1] << 32
        | groups[start + 2] << 16
        | groups[start + 3];
  }

  private static int endOfHex(String text, int start, int end) {
    int p = start;
    while (p < end && p < start + 4 && HexFormat.isHexDigit(text.charAt(p))) {
      p++;
    }
    return p;
  }

  /** The number that hex digits write, in fewer steps than the JDK's. */
  private static int hex(String text, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value << 4 | HexFormat.fromHexDigit(text.charAt(i));
    }
    return value;
  }

  int bits() {
    return v6 ? 128 : 32;
  }

  private boolean isMapped() {
    return v6 && high == 0 && low >>> 32 == MAPPED;
  }

  /** The same with all bits behind the prefix zero. */
  IpAddress network(int prefix) {
    if (!v6) {
      return new IpAddress(false, 0, low & upper(prefix + 32) & 0xffff_ffffL);
    }
    return new IpAddress(true, high & upper(prefix), low & upper(prefix - 64));
  }

  /** A mask of so many upper bits of 64. */
  private static long upper(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1 : -1L << (64 - bits);
  }

  /** As RFC 5952 writes it, without mixed notation. */
  String text() {
    StringBuilder text = new StringBuilder(39);
    if (v6) {
      appendGroups(text);
    } else {
      appendV4(text);
    }
    return text.toString();
  }

  /** As PostgreSQL writes it, mixed where it can be; with the prefix, unless negative. */
  String serverText(int prefix) {
    StringBuilder text = new StringBuilder(43);
    boolean compatible = v6 && high == 0 && low >>> 32 == 0 && low >>> 16 != 0;
    if (!v6) {
      appendV4(text);
    } else if (compatible || isMapped()) {
      text.append(compatible ? "::" : "::ffff:");
      appendV4(text);
    } else {
      appendGroups(text);
    }
    return prefix < 0 ? text.toString() : text.append('/').append(prefix).toString();
  }

  private void appendV4(StringBuilder text) {
    text.append(low >>> 24 & 0xff).append('.').append(low >>> 16 & 0xff);
    text.append('.').append(low >>> 8 & 0xff).append('.').append(low & 0xff);
  }

  private int group(int index) {
    return (int) ((index < 4 ? high >>> (48 - 16 * index) : low >>> (112 - 16 * index)) & 0xffff);
  }

  private void appendGroups(StringBuilder text) {
    int gap = -1;
    int longest = 1;
    for (int start = 0; start < GROUPS; start++) {
      int zeros = start;
      while (zeros < GROUPS && group(zeros) == 0) {
        zeros++;
      }
      if (zeros - start > longest) {
        gap = start;
        longest = zeros - start;
      }
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        text.append("::");
        i += longest - 1;
      } else {
        if (i > 0 && i != gap + longest) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i)));
      }
    }
  }
}
