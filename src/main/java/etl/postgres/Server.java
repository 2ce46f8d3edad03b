package etl.postgres;

/**
 * One of the servers that the settings name.
 *
 * @param name the host's name or address, by which a password is looked up and a certificate
 *     checked; an IPv6 address may stand in brackets
 * @param address what to connect to: the name, unless libpq's {@code hostaddr} says otherwise
 */
record Server(String name, String address, int port) {
  /** The name without an IPv6 address's brackets. */
  String plainName() {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  @Override
  public String toString() {
    return name + ":" + port;
  }
}
