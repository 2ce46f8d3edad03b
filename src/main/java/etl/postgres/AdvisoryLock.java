package etl.postgres;

/**
 * The advisory locks of PostgreSQL that processes take turns by. Any keys will do, as long as every
 * process uses the same.
 */
public final class AdvisoryLock {
  /** Whoever creates or alters tables holds it alone. */
  public static final long TABLES = 6_241_903;

  /**
   * Whoever writes rows and mappings shares it. Whoever takes it alone waits until nobody writes,
   * and lets nobody begin.
   */
  public static final long WRITING = 6_241_904;

  /** Together with a table's oid: whoever partitions that table holds it alone. */
  public static final int PARTITIONING = 6_241_904;

  private AdvisoryLock() {}
}
