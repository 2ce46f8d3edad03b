package etl.sandbox;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The password of the sandbox's superuser. Without one, every user of the machine could log in, and
 * run programs as the one who started the sandbox. It stands in the sandbox's own folder only, as a
 * {@code PGPASSFILE}.
 */
final class PostgresPassword {
  private static final int BYTES = 16;
  private static final long LIMIT_SECONDS = 60;

  // At the end of a rule of pg_hba.conf, as initdb leaves them.
  private static final Pattern NO_PASSWORD = Pattern.compile("(?m)^(\\s*[^#\\s].*\\s)trust\\s*$");

  private final SandboxDirectory directory;
  private final boolean known;
  private final String password;

  /** The password that is there, or a new one. */
  PostgresPassword(SandboxDirectory directory) throws IOException {
    this.directory = directory;
    this.known = Files.exists(directory.passwordFile());
    this.password = known ? read(directory.passwordFile()) : random();
  }

  String text() {
    return password;
  }

  /**
   * Sees to it that the server will ask for the password, also where its files were made when there
   * was none. To be called before the server starts, so that at no moment it takes anybody.
   */
  void demand() {
    try {
      Path file = directory.postgresData().resolve("pg_hba.conf");
      String rules = Files.readString(file);
      if (known && !NO_PASSWORD.matcher(rules).find()) {
        return;
      }
      set();
      Files.writeString(file, NO_PASSWORD.matcher(rules).replaceAll("$1scram-sha-256"));
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** In the mode for one user, which opens no port. */
  private void set() throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL does not run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program().toString());
    command.addAll(List.of("--single", "-D", directory.postgresData().toString(), "postgres"));
    Process postgres =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.postgresLog().toFile()))
            .start();
    try (var in = postgres.getOutputStream()) {
      String sql = "alter role postgres password '" + password + "';\n";
      in.write(sql.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      if (!postgres.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || postgres.exitValue() != 0) {
        throw new IOException("the password could not be set");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      postgres.destroyForcibly();
    }
  }

  private Path program() throws IOException {
    try (Stream<Path> files = Files.walk(directory.postgresPrograms())) {
      return files
          .filter(file -> file.endsWith(Path.of("bin", "postgres")))
          .findFirst()
          .orElseThrow(() -> new IOException("the programs of PostgreSQL are missing"));
    }
  }

  private void write() throws IOException {
    Path draft = directory.root().resolve("pgpass.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, "*:*:*:postgres:" + password + "\n");
    Files.move(draft, directory.passwordFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String read(Path file) throws IOException {
    String line = Files.readString(file).strip();
    return line.substring(line.lastIndexOf(':') + 1);
  }
}
