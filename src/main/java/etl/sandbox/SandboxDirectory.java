package etl.sandbox;

import etl.event.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The directory of the sandbox's files; accessible only by its owner. */
record SandboxDirectory(Path root) {
  private static final String VARIABLE = "ETL_SANDBOX_DIR";

  /**
   * {@code ETL_SANDBOX_DIR}; else {@code etl/sandbox} in {@code XDG_DATA_HOME} or in {@code
   * ~/.local/share}; if neither is writable, a temporary directory.
   */
  static SandboxDirectory of(Map<String, String> environment, Consumer<String> notices) {
    Path folder = null;
    try {
      folder = folder(environment);
      return make(folder);
    } catch (IOException e) {
      if (folder != null && (isNamed(environment) || e instanceof OwnFolder.UnfitException)) {
        throw unusable(folder, e);
      }
      return temporary(notices);
    }
  }

  /** Whether there are a database's files in it already; nothing is made. */
  static boolean holdsDatabase(Map<String, String> environment) {
    try {
      return Files.exists(new SandboxDirectory(folder(environment)).postgresDataComplete());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static SandboxException unusable(Path folder, IOException why) {
    String what = why instanceof OwnFolder.UnfitException ? ": " + why.getMessage() : "";
    return new SandboxException(
        Fault.CONFIGURATION, "the sandbox directory " + folder + " cannot be used" + what, why);
  }

  private static boolean isNamed(Map<String, String> environment) {
    return !environment.getOrDefault(VARIABLE, "").isBlank();
  }

  private static Path folder(Map<String, String> environment) throws IOException {
    if (isNamed(environment)) {
      return Path.of(environment.get(VARIABLE)).toAbsolutePath().normalize();
    }
    Path dataHome = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    if (!dataHome.isAbsolute()) {
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      if (!home.isAbsolute() || !Files.isDirectory(home)) {
        throw new IOException("no home folder");
      }
      dataHome = home.resolve(".local").resolve("share");
    }
    return dataHome.resolve("etl").resolve("sandbox");
  }

  private static SandboxDirectory temporary(Consumer<String> notices) {
    String user = System.getProperty("user.name");
    Path root = Path.of(System.getProperty("java.io.tmpdir"), "etl-sandbox-" + user);
    try {
      // Anybody can write there, so another user may have created it first: make() checks.
      SandboxDirectory directory = make(root.toAbsolutePath());
      notices.accept("sandbox: no writable home directory; files are kept in " + root);
      return directory;
    } catch (IOException e) {
      throw new SandboxException(
          Fault.CONFIGURATION, "the sandbox has no writable directory; set " + VARIABLE, e);
    }
  }

  private static SandboxDirectory make(Path root) throws IOException {
    Path folder = OwnFolder.at(root);
    if (!Files.isWritable(folder)) {
      throw new IOException("it cannot be written");
    }
    return new SandboxDirectory(folder);
  }

  /** Held while a command looks for the daemon or starts one. */
  Path startLock() {
    return root.resolve("start.lock");
  }

  /** Held by the daemon while it runs. */
  Path daemonLock() {
    return root.resolve("daemon.lock");
  }

  /** Where the daemon can be reached. */
  Path daemonAddress() {
    return root.resolve("daemon.address");
  }

  Path daemonLog() {
    return root.resolve("daemon.log");
  }

  Path postgresLog() {
    return root.resolve("postgres.log");
  }

  /** The password of the database's user, as PGPASSFILE. */
  Path passwordFile() {
    return root.resolve("pgpass");
  }

  /** The unpacked programs of PostgreSQL. */
  Path postgresPrograms() {
    return root.resolve("postgres");
  }

  /** The database's files, which only the same major version of PostgreSQL can read. */
  Path postgresData() {
    return root.resolve("data-18");
  }

  /** Exists once {@link #postgresData()} is complete. */
  Path postgresDataComplete() {
    return root.resolve("data-18.complete");
  }
}
