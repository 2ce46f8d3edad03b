package etl.cli.option;

import etl.environment.CommandFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that a command reads, or standard input. Each method throws {@link CommandFailure} if it
 * cannot be read.
 */
public final class InputFile implements AutoCloseable {
  private final String name;
  private final InputStream in;

  private InputFile(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in);
  }

  /**
   * Opens it.
   *
   * @param kind what messages call it, before its name; may be empty
   * @param file its path, or {@code -} for standard input
   */
  public static InputFile open(String kind, String file, InputStream standardInput) {
    if (file.equals("-")) {
      return new InputFile(kind + "standard input", standardInput);
    }
    try {
      return new InputFile(kind + file, Files.newInputStream(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.unreadable(kind + file, e);
    }
  }

  /**
   * The next line without its end; null at the end of the file.
   *
   * @param most how many bytes of it are kept
   */
  public byte[] line(int most) {
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (line.size() < most) {
          line.write(next);
        }
      }
      return line.toByteArray();
    } catch (IOException e) {
      throw CommandFailure.unreadable(name, e);
    }
  }

  /** All that is left. */
  public byte[] rest() {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw CommandFailure.unreadable(name, e);
    }
  }

  /** Its kind and its name, to begin a sentence with. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw CommandFailure.unreadable(name, e);
    }
  }
}
