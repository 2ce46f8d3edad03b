package etl.cli;

import etl.cli.option.InputFile;
import etl.environment.CommandFailure;
import etl.log.Log;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hashes from a file, one per line. Memory stays flat, however long the file or a line. */
final class HashFile implements AutoCloseable {
  static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String COMMENT = "#";

  /** Longer than any hash. */
  private static final int LONGEST_LINE = 400;

  private final InputFile file;
  private final Log log;

  /**
   * Opens a file.
   *
   * @param file its path, or {@code -} for standard input
   * @param in standard input
   * @param log told about lines that are not hashes
   * @throws CommandFailure if it cannot be read
   */
  HashFile(String file, InputStream in, Log log) {
    this.file = InputFile.open("", file, in);
    this.log = log;
  }

  /**
   * Reads to the end. A line that is neither blank nor a comment ({@code #}) nor a hash is reported
   * on standard error by its number only: it may be an original.
   *
   * @param hashes takes each hash, in lower case
   * @return how many such lines there were
   */
  long read(Consumer<String> hashes) {
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
        log.complain("recover.wrong_line", file + ": line " + number + " is not a hash");
      }
    }
    return wrong;
  }

  private String line() {
    byte[] line = file.line(LONGEST_LINE);
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    file.close();
  }
}
