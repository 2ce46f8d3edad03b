package etl.cli;

import etl.masking.MaskForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The text form of a hash: 64 hex digits, after the prefix of its key generation if it has one, and
 * before {@code @} and a domain where a column keeps that of e-mail addresses.
 */
final class Hash {
  private static final Pattern FORM =
      Pattern.compile(MaskForm.REGEX + "(?:@[^@\\s\\p{Cntrl}]{1,253})?");

  private Hash() {}

  /**
   * Arguments in the form that the tables hold. A wrong one is not quoted: it may be an original.
   *
   * @throws ParameterException if one cannot be a hash
   */
  static List<String> arguments(List<String> arguments, CommandLine command) {
    List<String> hashes = new ArrayList<>();
    for (String argument : arguments) {
      String hash = normalised(argument);
      if (hash == null) {
        String place = place(hashes.size());
        throw new ParameterException(command, place + " is not a hash of 64 hex digits");
      }
      hashes.add(hash);
    }
    return hashes;
  }

  /** How an argument is named that may not be quoted. */
  static String place(int index) {
    return "argument " + (index + 1);
  }

  /** In lower case, as the tables hold it; null if it cannot be a hash. */
  static String normalised(String text) {
    String hash = text.strip().toLowerCase(Locale.ROOT);
    return FORM.matcher(hash).matches() ? hash : null;
  }
}
