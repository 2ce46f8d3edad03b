package etl.postgres;

import etl.masking.CurrentProtection;
import etl.masking.KeyFile;
import etl.masking.Opener;
import etl.masking.Protection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A key file of a test's own, with the first generation. */
public final class Keys {
  private final KeyFile file;

  private Keys(Path folder) {
    file = new KeyFile(folder.resolve("etl.keys"));
    file.create(Instant.EPOCH);
  }

  public static Keys in(Path folder) {
    try {
      return new Keys(Files.createTempDirectory(folder, "keys-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a generation. */
  public void rotate() {
    file.rotate(Instant.EPOCH);
  }

  /** Opens what no data key has sealed. */
  public static Opener opener(Protection protection) {
    return protection.opener(ids -> List.of());
  }

  /** What a program goes by that reads the file now. */
  public CurrentProtection open() {
    return CurrentProtection.keyed(file);
  }
}
