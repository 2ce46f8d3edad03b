package etl.masking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of masks: 64 lower-case hexadecimal digits, in generation n of the keys after
 * {@code kn:}, and without a prefix where there was no key, which counts as generation 0.
 */
public final class MaskForm {
  /** The generations' part of the form, as PostgreSQL's regular expressions take it as well. */
  public static final String PREFIX = "k([1-9][0-9]{0,8}):";

  private static final Pattern FORM = Pattern.compile("(?:" + PREFIX + ")?([0-9a-f]{64})");

  private MaskForm() {}

  /** Whether the text can be a mask. */
  public static boolean fits(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The generation of a mask.
   *
   * @throws IllegalArgumentException if it is none; the message does not quote it
   */
  public static int generation(String mask) {
    String number = parse(mask).group(1);
    return number == null ? 0 : Integer.parseInt(number);
  }

  /** The digits of a mask without its prefix. */
  static String digits(String mask) {
    return parse(mask).group(2);
  }

  /** What stands before the digits in a generation. */
  public static String prefix(int generation) {
    return generation == 0 ? "" : "k" + generation + ":";
  }

  private static Matcher parse(String mask) {
    Matcher matcher = FORM.matcher(mask);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a mask");
    }
    return matcher;
  }
}
