package etl.aws;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts that are called without a proxy: those of {@code no_proxy}, read as curl reads it, and
 * those of this machine and its link. A name stands for itself and all below it, with or without a
 * dot before it; an address for itself, or with a prefix for its network; either can have a port.
 */
final class NoProxy {
  private static final List<String> LOCAL =
      List.of("localhost", "127.0.0.0/8", "::1", "169.254.0.0/16", "fe80::/10");

  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\\[(?<six>[^\\]]*)]|(?<bare>[0-9A-Fa-f]*:[0-9A-Fa-f]*:[^/]*)|(?<plain>[^:/]*))"
              + "(?:/(?<prefix>\\d{1,3}))?(?::(?<port>\\d{1,5}))?");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

  private record Entry(String host, byte[] address, int prefix, int port) {
    boolean matches(String target, byte[] targetAddress, int targetPort) {
      if (port >= 0 && port != targetPort) {
        return false;
      }
      if (address != null) {
        return targetAddress != null && inNetwork(targetAddress);
      }
      return host.equals("*")
          || (targetAddress == null && (target.equals(host) || target.endsWith("." + host)));
    }

    private boolean inNetwork(byte[] other) {
      int rest = address.length * 8 - (prefix < 0 ? address.length * 8 : prefix);
      return other.length == address.length
          && rest >= 0
          && new BigInteger(1, address)
              .shiftRight(rest)
              .equals(new BigInteger(1, other).shiftRight(rest));
    }
  }

  private final List<Entry> entries;

  /**
   * @param list entries with commas or spaces between them; null for none
   */
  NoProxy(String list) {
    entries =
        Stream.concat(LOCAL.stream(), Stream.of((list == null ? "" : list).split("[,\\s]+")))
            .flatMap(text -> entry(text).stream())
            .toList();
  }

  /** Whether this host, at this port, is called without a proxy. */
  boolean matches(String host, int port) {
    String name = plain(host);
    byte[] address = address(name).orElse(null);
    return entries.stream().anyMatch(entry -> entry.matches(name, address, port));
  }

  private static Optional<Entry> entry(String text) {
    Matcher parts = ENTRY.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    String host =
        plain(
            Stream.of("six", "bare", "plain")
                .map(parts::group)
                .filter(group -> group != null)
                .findFirst()
                .orElse(""));
    return host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(
                host,
                address(host).orElse(null),
                number(parts.group("prefix")),
                number(parts.group("port"))));
  }

  private static int number(String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }

  /** In lower case, without brackets, and without a dot at either end. */
  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "").replaceAll("^\\.|\\.$", "");
  }

  /** The address that a text is; no name is looked up. */
  private static Optional<byte[]> address(String text) {
    if (!IPV4.matcher(text).matches() && !text.contains(":")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
