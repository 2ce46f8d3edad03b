package etl.postgres.recover;

import java.util.Objects;

/**
 * Who looks up or removes originals, as far as the program can tell.
 *
 * @param osUser the operating system's user
 * @param host the machine
 * @param reason the given reason, or the empty string
 */
public record Actor(String osUser, String host, String reason) {
  public Actor {
    Objects.requireNonNull(osUser, "osUser");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(reason, "reason");
  }
}
