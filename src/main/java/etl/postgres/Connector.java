package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.ServerVersion;
import org.postgresql.jdbc.PgConnection;

/**
 * Opens connections. Several servers are tried one by one, each with its own password. When a login
 * that has worked is refused, what it is made of is read anew, and for some time the refusal is an
 * outage: a password is being rotated, or a token has expired.
 */
public final class Connector {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Supplier<DatabaseSettings> sources;
  private final LongSupplier nanoTime;
  private volatile DatabaseSettings settings;
  private volatile boolean hasWorked;
  private volatile boolean refused;
  private long refusedSince;

  /**
   * @param settings what counts at first
   * @param sources reads the settings anew
   */
  public Connector(DatabaseSettings settings, Supplier<DatabaseSettings> sources) {
    this(settings, sources, System::nanoTime);
  }

  Connector(DatabaseSettings settings, Supplier<DatabaseSettings> sources, LongSupplier nanoTime) {
    this.settings = settings;
    this.sources = sources;
    this.nanoTime = nanoTime;
  }

  /**
   * Loads the driver beside what else a command does at its start, of which it takes about half the
   * time. A login that comes meanwhile waits for it.
   */
  public static void loadDriver() {
    Runnable load =
        () -> {
          new Driver();
          // Parses a number as the driver does at each login, for which the JDK loads a locale.
          ServerVersion.from("10");
          try {
            Class.forName(PgConnection.class.getName());
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread thread = new Thread(load, "load-driver");
    thread.setDaemon(true);
    thread.start();
  }

  String target() {
    return settings.target();
  }

  /** Opens one, or throws what tells most of why no server can be used. */
  Connection open() {
    if (refused) {
      readAnew();
    }
    DatabaseSettings tried = settings;
    try {
      return connect(tried);
    } catch (StoreException e) {
      if (!StoreFaults.isLoginRefused(e)) {
        throw e;
      } else if (hasWorked && !refused) {
        readAnew();
        if (!settings.logInLike(tried)) {
          return openAnew();
        }
      }
      throw refused(e);
    }
  }

  private Connection openAnew() {
    try {
      return connect(settings);
    } catch (StoreException e) {
      throw StoreFaults.isLoginRefused(e) ? refused(e) : e;
    }
  }

  /** Only what a login is made of: a run goes on where it has begun. */
  private void readAnew() {
    try {
      settings = settings.withLoginOf(sources.get());
    } catch (RuntimeException e) {
      // A file is being replaced: it is read again at the next try.
      return;
    }
  }

  private Connection connect(DatabaseSettings login) {
    StoreException telling = null;
    List<Server> servers = new ArrayList<>(login.servers());
    if (PGProperty.LOAD_BALANCE_HOSTS.getBoolean(login.parameters())) {
      Collections.shuffle(servers);
    }
    for (String kind : DriverParameters.rounds(login.parameters())) {
      for (Server server : servers) {
        try {
          Connection connection = connect(login, server, kind);
          worked();
          return connection;
        } catch (StoreException e) {
          // A refusal tells more than that another server is away.
          if (telling == null || telling.fault() == Fault.UNAVAILABLE) {
            telling = e;
          }
        }
      }
    }
    throw telling;
  }

  private static Connection connect(DatabaseSettings login, Server server, String kind) {
    Properties properties = login.driverProperties(server);
    PGProperty.TARGET_SERVER_TYPE.set(properties, kind);
    try {
      Connection connection = new Driver().connect(login.driverUrl(), properties);
      try {
        SearchPath.require(connection, properties, login.target());
      } catch (SQLException | StoreException e) {
        close(connection);
        throw e;
      }
      return connection;
    } catch (SQLException e) {
      throw StoreFaults.login(StoreFaults.connecting(login.target(), e), login.loginHint());
    }
  }

  /** Closes one. If it broke before, nothing is lost: its work is done, or has failed by itself. */
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server need not be told that nobody is there any more.
      return;
    }
  }

  private synchronized void worked() {
    hasWorked = true;
    refused = false;
  }

  /** What a refusal counts as now. */
  private synchronized StoreException refused(StoreException why) {
    if (!hasWorked) {
      return why;
    }
    long now = nanoTime.getAsLong();
    refusedSince = refused ? refusedSince : now;
    refused = true;
    if (now - refusedSince >= PATIENCE.toNanos()) {
      return why.retold(
          why.fault(), why.getMessage() + "; for five minutes now, after it had worked");
    }
    return why.retold(
        Fault.UNAVAILABLE, why.getMessage() + "; it has worked before: has its password changed?");
  }
}
