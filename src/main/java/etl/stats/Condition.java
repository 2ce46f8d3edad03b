package etl.stats;

import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on one number, as in {@code queue.visible>1000}. */
public record Condition(String path, String operator, BigDecimal bound) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z0-9_.]+)\\s*(>=|<=|==|!=|>|<)\\s*(-?[0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*");

  /**
   * Reads a condition.
   *
   * @param paths the known paths
   * @throws CommandFailure if it is malformed
   */
  public static Condition parse(String text, List<String> paths) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong(
          "'" + text + "' is not of the form PATH OPERATOR NUMBER, with one of > >= < <= == !=");
    }
    String path = matcher.group(1);
    if (!paths.contains(path) && !Statistics.GENERATION_PATH.matcher(path).matches()) {
      throw wrong("'" + path + "' is not one of " + String.join(", ", paths));
    }
    return new Condition(path, matcher.group(2), new BigDecimal(matcher.group(3)));
  }

  /** Whether it is true for these numbers; never for an unknown one. */
  public boolean holds(Map<String, Long> numbers) {
    Long number = numbers.get(path);
    if (number == null) {
      return false;
    }
    int order = BigDecimal.valueOf(number).compareTo(bound);
    return switch (operator) {
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case "==" -> order == 0;
      default -> order != 0;
    };
  }

  @Override
  public String toString() {
    return path + operator + bound.toPlainString();
  }

  private static CommandFailure wrong(String what) {
    return new CommandFailure(ExitCode.USAGE, "--fail-if: " + what, null);
  }
}
