package etl.spec.draft;

import etl.value.Canonical;
import etl.value.Misfit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by a text itself whether it looks personal, or holds something that does; and whether it is
 * a value that stands in the place of a field's name.
 */
final class PersonalValues {
  private record Rule(Personal kind, Pattern pattern) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              Personal.SECRET,
              Pattern.compile(
                  "eyJ[\\w-]{1,4000}\\.[\\w-]{1,4000}\\.|-----BEGIN |\\b(?:Bearer|Basic)"
                      + " [\\w+/=.-]{8}|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
                      + "|\\b(?:sk|pk|rk)_(?:live|test)_\\w{8}|\\bgh[pousr]_\\w{20}"
                      + "|\\bxox[abps]-[\\w-]{8}"
                      + "|(?i)[?&](?:x-amz-)?(?:access_?|id_?|auth_?|session_?)?"
                      + "(?:token|sig|signature|api_?key|key|password|secret|session|code)=")),
          new Rule(
              Personal.EMAIL,
              Pattern.compile("[^\\s@%\"<>(),;:/=&?]{1,64}+(?:@|%40)[\\p{L}\\p{N}\\[]")),
          new Rule(Personal.PERSON, Pattern.compile("^@\\w[\\w.]{1,30}$")),
          new Rule(
              Personal.DEVICE,
              Pattern.compile(
                  "(?<![0-9A-Fa-f:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}"
                      + "(?![0-9A-Fa-f:-])|^(?:[0-9A-Fa-f]{4}\\.){2}[0-9A-Fa-f]{4}$")),
          new Rule(Personal.NUMBER, Pattern.compile("(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])")),
          new Rule(
              Personal.PHONE,
              Pattern.compile(
                  "(?<![\\w+])\\+\\d(?:[ ().-]{0,2}+\\d){7,14}(?!\\d)|^tel:|(?<![\\d-])(?:1[-."
                      + " ])?(?:\\(\\d{3}\\) ?|\\d{3}[-. ])\\d{3}[-."
                      + " ]\\d{4}(?![\\d-])|(?<![\\w/.-])\\(?0[1-9]\\d{1,4}\\)?["
                      + " /-]{1,3}\\d{4,10}(?![\\w/])|^00[1-9]\\d{7,13}$")));

  private static final Pattern IPV4 =
      Pattern.compile("(?<![\\w.])(?:\\d{1,3}[.-]){3}\\d{1,3}(?![\\w])");
  private static final Pattern IPV4_OF_HOST =
      Pattern.compile("\\bip-((?:\\d{1,3}-){3}\\d{1,3})\\b");
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![\\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}"
              + "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4})(?![\\w:])");
  private static final Pattern OPAQUE = Pattern.compile("(?![0-9A-Fa-f-]+$)[\\w+/=~-]{32,}");
  private static final Pattern CARD = Pattern.compile("\\d{4}(?:[ -]?\\d{2,6}){2,4}");
  private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}");

  /** Longer than any name that a program gives. */
  private static final int LONGEST_KEY = 255;

  // Numbers, hex and UUIDs; an id behind a prefix; what no name ends with.
  private static final Pattern ID =
      Pattern.compile(
          "\\d+|(?=.*\\d)[0-9A-Fa-f-]{8,}|.*\\d{4,}|\\p{L}+[:#/].*\\d.*|(?=.*\\d.*\\d.*\\d)\\p{L}{1,6}[_-]\\w{6,}");

  // A first and a last name.
  private static final Pattern TITLE = Pattern.compile("\\p{Lu}\\p{Ll}+(?:[ '-]\\p{Lu}\\p{L}*)+");

  /** Names of fields that are written like names of people have one of these words. */
  private static final List<String> LISTS =
      List.of("about", "amounts", "times", "siblings", "things");

  private PersonalValues() {}

  /** The kind of what it holds; null if nothing looks personal. */
  static Personal kindOf(String text) {
    if (holdsIp(text)) {
      return Personal.IP_ADDRESS;
    }
    boolean at = text.indexOf('@') >= 0 || text.contains("%40");
    for (Rule rule : RULES) {
      if ((at || rule.kind != Personal.EMAIL) && rule.pattern.matcher(text).find()) {
        return rule.kind;
      }
    }
    if (isOpaque(text)) {
      return Personal.SECRET;
    }
    return kindOfNumber(text);
  }

  /** Whether a key looks like a value: an address, an id, somebody's name. */
  static boolean isInPlaceOfKey(String key) {
    return key.length() > LONGEST_KEY
        || !isStorable(key)
        || isId(key)
        || kindOf(key) != null
        || (TITLE.matcher(key).matches() && !isField(key));
  }

  /** Whether it is a number, a UUID, or an id behind a prefix. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static boolean isField(String key) {
    List<String> words = Vocabulary.words(key);
    return Vocabulary.find(words) != null
        || words.contains("name")
        || LISTS.stream().anyMatch(list -> Vocabulary.anyOf(words, list));
  }

  private static boolean isStorable(String key) {
    return key.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  static boolean isIp(String text) {
    try {
      return !text.isEmpty() && !Canonical.IP.of(text).isEmpty();
    } catch (Misfit e) {
      return false;
    }
  }

  private static boolean holdsIp(String text) {
    if (isIp(text)) {
      return true;
    }
    Matcher host = IPV4_OF_HOST.matcher(text);
    if (host.find() && isIp(host.group(1).replace('-', '.'))) {
      return true;
    }
    return anyIp(IPV4.matcher(text)) || anyIp(IPV6.matcher(text));
  }

  private static boolean anyIp(Matcher candidates) {
    while (candidates.find()) {
      String candidate = candidates.group();
      // Two colons alone are an address too, and in texts something else.
      if (candidate.length() > 2 && isIp(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is long, and of letters in both cases and digits as nobody writes them. */
  private static boolean isOpaque(String text) {
    return OPAQUE.matcher(text).matches()
        && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
        && text.chars().anyMatch(c -> c >= 'a' && c <= 'z')
        && text.chars().anyMatch(c -> c >= '0' && c <= '9')
        && text.indexOf('/') <= 0;
  }

  /** The kind of a number that says by a check digit what it is; null for none. */
  private static Personal kindOfNumber(String text) {
    if (IBAN.matcher(text).matches() && isIban(text.replace(" ", ""))) {
      return Personal.NUMBER;
    } else if (!CARD.matcher(text).matches()) {
      return null;
    }
    String digits = text.replaceAll("[ -]", "");
    int length = digits.length();
    if (length == 15 && digits.matches("(?:01|35|86|99).*") && luhn(digits)) {
      return Personal.DEVICE;
    }
    boolean card = length >= 13 && length <= 16 && digits.matches("[3-6].*") && luhn(digits);
    return card ? Personal.NUMBER : null;
  }

  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  private static boolean isIban(String iban) {
    int rest = 0;
    for (char c : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
      int value = Character.digit(c, 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }
}
