package etl.masking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of masks: 64 lower-case hexadecimal digits, in generation n of the keys after
 * {@code kn:}, and without a prefix where there was no key, which counts as generation 0.
 */
public final class MaskForm {
  /** The form as a regular expression, for PostgreSQL as well; its group is the generation. */
  public static final String REGEX = "(?:k([1-9][0-9]{0,8}):)?[0-9a-f]{64}";

  private static final Pattern FORM = Pattern.compile(REGEX);
  private static final int DIGITS = 64;

  private MaskForm() {}

  /** Whether the text can be a mask. */
  public static boolean fits(String text) {
    return FORM.matcher(text).matches();
  }

  /** The generation of a mask; 0 also for what an older program has made in a form of its own. */
  public static int generation(String mask) {
    if (!mask.startsWith("k")) {
      return 0;
    }
    Matcher matcher = FORM.matcher(mask);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** The digits of a mask without its prefix. */
  static String digits(String mask) {
    return mask.substring(mask.length() - DIGITS);
  }

  /** What stands before the digits in a generation. */
  public static String prefix(int generation) {
    return generation == 0 ? "" : "k" + generation + ":";
  }
}
