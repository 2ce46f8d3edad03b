package etl.log;

/**
 * A configuration of the JDK's own logging that consists of nothing: no handlers, so no lines. The
 * JDK makes one when a library first logs, which a quick command may never come to.
 */
public final class SilentLogging {
  /** For the JDK. */
  public SilentLogging() {}

  /** Keeps PostgreSQL's driver from logging: it may quote values. */
  public static void install() {
    System.setProperty("java.util.logging.config.class", SilentLogging.class.getName());
  }
}
