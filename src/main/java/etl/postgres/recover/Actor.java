package etl.postgres.recover;

/** Who looks up or removes originals, as far as the program can tell; the reason may be empty. */
public record Actor(String osUser, String host, String reason) {}
