package etl.postgres;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the servers that the settings name.
 *
 * @param name the host's name or address, by which a password is looked up and a certificate
 *     checked; an IPv6 address may stand in brackets
 * @param address what to connect to: the name, unless libpq's {@code hostaddr} says otherwise
 */
record Server(String name, String address, int port) {
  private static final String DEFAULT_HOST = "localhost";
  private static final String DEFAULT_PORT = "5432";

  String plainName() {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  @Override
  public String toString() {
    return name + ":" + port;
  }

  /**
   * Reads servers from libpq's lists of hosts, of addresses to connect to in their place, and of
   * ports. Each may be null.
   */
  static List<Server> of(String hosts, String addresses, String ports) {
    String[] names =
        DatabaseUrl.checkHosts(hosts != null ? hosts : addresses != null ? addresses : "")
            .split(",", -1);
    String[] places = addresses == null ? names : DatabaseUrl.checkHosts(addresses).split(",", -1);
    String[] numbers = (ports == null ? "" : ports).split(",", -1);
    if (places.length != names.length) {
      throw DatabaseUrl.invalid("give one hostaddr per host");
    }
    if (numbers.length != 1 && numbers.length != names.length) {
      throw DatabaseUrl.invalid("give one port, or one per host");
    }
    return IntStream.range(0, names.length)
        .mapToObj(
            i ->
                new Server(
                    or(names[i], DEFAULT_HOST),
                    or(places[i], or(names[i], DEFAULT_HOST)),
                    port(numbers[numbers.length == 1 ? 0 : i])))
        .toList();
  }

  /** The driver checks a certificate by the address that it connects to. */
  static void checkCertificates(List<Server> servers, String sslMode) {
    if ("verify-full".equals(sslMode)
        && servers.stream().anyMatch(server -> !server.name().equals(server.address()))) {
      throw DatabaseUrl.invalid("sslmode=verify-full does not go with host and hostaddr");
    }
  }

  private static String or(String given, String otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private static int port(String text) {
    String port = or(text, DEFAULT_PORT);
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65535) {
      throw DatabaseUrl.notEncoded("a port must be a number from 1 to 65535");
    }
    return number;
  }
}
