package etl.cli;

import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.log.Log;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Hashes from a file, one per line. Memory stays flat, however long the file or a line. */
final class HashFile implements AutoCloseable {
  static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String STANDARD_INPUT = "-";
  private static final String COMMENT = "#";

  /** Longer than any hash. */
  private static final int LONGEST_LINE = 400;

  private final String name;
  private final InputStream in;
  private final Log log;

  private HashFile(String name, InputStream in, Log log) {
    this.name = name;
    this.in = new BufferedInputStream(in);
    this.log = log;
  }

  /**
   * Opens a file.
   *
   * @param file its path, or {@code -} for standard input
   * @param in standard input
   * @param log told about lines that are not hashes
   * @throws CommandFailure if it cannot be read
   */
  static HashFile open(String file, InputStream in, Log log) {
    if (file.equals(STANDARD_INPUT)) {
      return new HashFile("standard input", in, log);
    }
    try {
      return new HashFile(file, Files.newInputStream(Path.of(file)), log);
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.unreadable(file, e);
    }
  }

  /**
   * Reads to the end. A line that is neither blank nor a comment ({@code #}) nor a hash is reported
   * on standard error by its number only: it may be an original.
   *
   * @param hashes takes each hash, in lower case
   * @return how many such lines there were
   */
  long read(Consumer<String> hashes) {
    try {
      long wrong = 0;
      long number = 0;
      for (String line = line(); line != null; line = line()) {
        number++;
        if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
          line = line.substring(BYTE_ORDER_MARK.length());
        }
        String normalised = HashArguments.normalised(line);
        if (normalised != null) {
          hashes.accept(normalised);
        } else if (!line.isBlank() && !line.startsWith(COMMENT)) {
          wrong++;
          log.complain("recover.wrong_line", name + ": line " + number + " is not a hash");
        }
      }
      return wrong;
    } catch (IOException e) {
      throw CommandFailure.unreadable(name, e);
    }
  }

  /** The next line, null at the end; a line that is too long for a hash is cut off. */
  private String line() throws IOException {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (length < LONGEST_LINE) {
        line[length++] = (byte) next;
      }
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.CONFIGURATION, name + ": cannot be closed", e);
    }
  }
}
