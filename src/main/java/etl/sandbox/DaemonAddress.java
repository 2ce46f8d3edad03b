package etl.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a daemon listens on the loopback interface.
 *
 * @param token a secret that clients must send; also tells the daemon from another program on its
 *     port
 */
record DaemonAddress(int port, String token) {
  private static final String SEPARATOR = " ";

  /** Reads an address; empty if there is none. */
  static Optional<DaemonAddress> read(Path file) throws IOException {
    try {
      String[] parts = Files.readString(file).strip().split(SEPARATOR);
      return parts.length == 2 && parts[0].matches("[0-9]{1,5}")
          ? Optional.of(new DaemonAddress(Integer.parseInt(parts[0]), parts[1]))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes the address atomically. */
  void write(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, port + SEPARATOR + token + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
