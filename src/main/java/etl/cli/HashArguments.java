package etl.cli;

import etl.cli.option.InputFile;
import etl.log.Log;
import etl.masking.MaskForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Hashes on the command line and in files: 64 hex digits, after the prefix of their key generation
 * if they have one, and before {@code @} and a domain where a column keeps that of e-mail
 * addresses.
 */
final class HashArguments {
  private static final Pattern FORM =
      Pattern.compile(MaskForm.REGEX + "(?:@[^@\\s\\p{Cntrl}]{1,253})?");

  static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Longer than any hash. */
  private static final int LONGEST_LINE = 400;

  @Parameters(
      paramLabel = "HASH",
      arity = "0..*",
      description =
          "A hash as the table holds it: 64 hex digits, with a key generation's prefix (k1:) if it"
              + " has one. The domain of an e-mail address, from the @ on, may follow; it is not"
              + " looked at.")
  List<String> given = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /**
   * All of them in the form that the tables hold.
   *
   * @throws ParameterException if one cannot be a hash
   */
  List<String> normalised() {
    List<String> hashes = new ArrayList<>();
    for (String argument : given) {
      String hash = normalised(argument);
      if (hash == null) {
        throw new ParameterException(command.commandLine(), wrong(hashes.size()));
      }
      hashes.add(hash);
    }
    return hashes;
  }

  /**
   * Reads a file to its end; memory stays flat, however long it or a line of it is. A line that is
   * neither blank nor a comment ({@code #}) nor a hash is reported on standard error by its number
   * only: it may be an original.
   *
   * @param hashes takes each hash, in lower case
   * @return how many such lines there were
   */
  static long read(InputFile file, Consumer<String> hashes, Log log) {
    long wrong = 0;
    long number = 0;
    for (String line = line(file); line != null; line = line(file)) {
      number++;
      if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(BYTE_ORDER_MARK.length());
      }
      String normalised = normalised(line);
      if (normalised != null) {
        hashes.accept(normalised);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        wrong++;
        log.complain("recover.wrong_line", file + ": line " + number + " is not a hash");
      }
    }
    return wrong;
  }

  private static String line(InputFile file) {
    byte[] line = file.line(LONGEST_LINE);
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  /** What is said of one that cannot be a hash. It is not quoted: it may be an original. */
  static String wrong(int index) {
    return "argument " + (index + 1) + " is not a hash of 64 hex digits";
  }

  /** In lower case, as the tables hold it; null if it cannot be a hash. */
  static String normalised(String text) {
    String hash = text.strip().toLowerCase(Locale.ROOT);
    return FORM.matcher(hash).matches() ? hash : null;
  }
}
