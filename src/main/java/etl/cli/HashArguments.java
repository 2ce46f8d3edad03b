package etl.cli;

import etl.masking.MaskForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Hashes on the command line: 64 hex digits, after the prefix of their key generation if they have
 * one, and before {@code @} and a domain where a column keeps that of e-mail addresses.
 */
final class HashArguments {
  private static final Pattern FORM =
      Pattern.compile(MaskForm.REGEX + "(?:@[^@\\s\\p{Cntrl}]{1,253})?");

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
