package etl.postgres.recover;

import java.util.Objects;

/** Who looks up or removes originals, as far as the program can tell; the reason may be empty. */
public record Actor(String osUser, String host, String reason) {
  public Actor {
    Objects.requireNonNull(osUser, "osUser");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(reason, "reason");
  }
}
