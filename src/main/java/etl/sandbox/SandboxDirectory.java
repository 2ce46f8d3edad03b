package etl.sandbox;

import etl.event.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The directory of the sandbox's files; accessible only by its owner. */
record SandboxDirectory(Path root) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /**
   * {@code ETL_SANDBOX_DIR}; else {@code etl/sandbox} in {@code XDG_DATA_HOME} or in {@code
   * ~/.local/share}; if neither is writable, a temporary directory.
   */
  static SandboxDirectory of(Map<String, String> environment, Consumer<String> notices) {
    String given = environment.getOrDefault("ETL_SANDBOX_DIR", "");
    try {
      if (!given.isBlank()) {
        return make(Path.of(given).toAbsolutePath());
      }
    } catch (IOException e) {
      throw new SandboxException(
          Fault.CONFIGURATION, "the sandbox directory " + given + " is not writable", e);
    }
    try {
      return make(home(environment).resolve("etl").resolve("sandbox"));
    } catch (IOException e) {
      return temporary(notices);
    }
  }

  private static Path home(Map<String, String> environment) throws IOException {
    Path dataHome = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    if (dataHome.isAbsolute()) {
      return dataHome;
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    if (!home.isAbsolute() || !Files.isDirectory(home)) {
      throw new IOException("no home folder");
    }
    return home.resolve(".local").resolve("share");
  }

  private static SandboxDirectory temporary(Consumer<String> notices) {
    String user = System.getProperty("user.name");
    Path root = Path.of(System.getProperty("java.io.tmpdir"), "etl-sandbox-" + user);
    try {
      SandboxDirectory directory = make(root.toAbsolutePath());
      // Anybody can write there, so another user may have created it first.
      if (!Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
        throw new IOException("it belongs to somebody else");
      }
      notices.accept("sandbox: no writable home directory; files are kept in " + root);
      return directory;
    } catch (IOException e) {
      throw new SandboxException(
          Fault.CONFIGURATION, "the sandbox has no writable directory; set ETL_SANDBOX_DIR", e);
    }
  }

  private static SandboxDirectory make(Path root) throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, OWNER_ONLY);
    if (!Files.isWritable(root)) {
      throw new IOException("it cannot be written");
    }
    return new SandboxDirectory(root.toRealPath());
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
