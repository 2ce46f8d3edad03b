package etl.debian;

import etl.testing.Await;
import etl.testing.DebianProgram;
import etl.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** pgbouncer in transaction mode before a database, as its Debian package has it. */
final class Pooler implements AutoCloseable {
  static final DebianProgram PROGRAM = new DebianProgram("pgbouncer", "pgbouncer");

  private final Path settings;
  private final int port;
  private Process process;

  private Pooler(Path settings, int port) {
    this.settings = settings;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param more lines of its settings
   */
  static Pooler before(TestDatabase database, String more) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    // It does not run as root, and its other user has to reach the file.
    Path place = Files.createTempDirectory(Path.of("/tmp"), "etl-pooler-");
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    String text =
        """
        [databases]
        %s = host=localhost port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = 2
        server_login_retry = 1
        %s
        """;
    Path settings =
        Files.writeString(
            place.resolve("pgbouncer.ini"),
            text.formatted(database.name(), database.port(), port, more));
    Pooler pooler = new Pooler(settings, port);
    pooler.start();
    return pooler;
  }

  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(PROGRAM.name(), settings.toString());
    if (System.getProperty("user.name").equals("root")) {
      builder.command().addAll(List.of("-u", "nobody"));
    }
    Path said = settings.resolveSibling("said");
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    process = builder.start();
    Await.until(() -> "pgbouncer: " + said(said), this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** As {@code --database-url} takes it. */
  String url(TestDatabase database) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database.name();
  }

  /** Ends it as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(settings.resolveSibling("said"));
    Files.deleteIfExists(settings);
    Files.deleteIfExists(settings.getParent());
  }
}
