package etl.log;

/**
 * An empty configuration of the JDK's own logging: no handlers, so no lines. The JDK instantiates
 * it when a library first logs, which never happens in most short commands.
 */
public final class SilentLogging {
  /** For the JDK. */
  public SilentLogging() {}

  /** Keeps the PostgreSQL driver from logging, as it may quote values. */
  public static void install() {
    System.setProperty("java.util.logging.config.class", SilentLogging.class.getName());
  }
}
