package etl.masking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of masks: 64 lower-case hexadecimal digits, preceded by {@code kn:} in key
 * generation n. Masks without a key have no prefix and count as generation 0.
 */
public final class MaskForm {
  private static final String KEYED = "k";
  private static final int DIGITS = 64;

  /**
   * A generation's prefix as a regular expression, for PostgreSQL as well; its group is the number.
   */
  public static final String PREFIX_REGEX = KEYED + "([1-9][0-9]{0,8}):";

  /** The same of the whole form. */
  public static final String REGEX = "(?:" + PREFIX_REGEX + ")?[0-9a-f]{" + DIGITS + "}";

  /**
   * The same of what a column holds that keeps the domains of e-mail addresses: with or without.
   */
  public static final String STORED_REGEX = REGEX + "(?:@[^@]+)?";

  private static final Pattern FORM = Pattern.compile(REGEX);

  private MaskForm() {}

  public static boolean fits(String text) {
    return FORM.matcher(text).matches();
  }

  /** The mask itself, of one that may be followed by {@code @} and a domain. */
  public static String withoutDomain(String stored) {
    int at = stored.indexOf('@');
    return at < 0 ? stored : stored.substring(0, at);
  }

  public static boolean isKeyed(String mask) {
    return mask.startsWith(KEYED);
  }

  /** The generation of a mask; 0 also for text of any other form that an older program wrote. */
  public static int generation(String mask) {
    if (!isKeyed(mask)) {
      return 0;
    }
    Matcher matcher = FORM.matcher(mask);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** The digits of a mask without its prefix. */
  static String digits(String mask) {
    return mask.substring(mask.length() - DIGITS);
  }

  public static String prefix(int generation) {
    return generation == 0 ? "" : KEYED + generation + ":";
  }
}
