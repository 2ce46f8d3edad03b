package etl.postgres;

/**
 * Makes a password for each login, in place of one that is configured. It is called once for each
 * attempt at each host.
 */
@FunctionalInterface
public interface PasswordSource {
  /**
   * The password of a login.
   *
   * @throws etl.event.StoreException UNAVAILABLE if none can be had just now
   */
  String password(String host, int port, String user);
}
