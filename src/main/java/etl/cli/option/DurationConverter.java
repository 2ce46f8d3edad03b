package etl.cli.option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them ({@code 90s}, {@code 15m}) and as ISO 8601 does. */
public final class DurationConverter implements ITypeConverter<Duration> {
  // Beyond any use, and far from where nanoseconds overflow.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String text) {
    Duration duration = read(text.strip().toLowerCase(Locale.ROOT));
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw wrong();
    }
    return duration;
  }

  private static Duration read(String text) {
    // Compiled here: most commands read no duration.
    Matcher plain = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)").matcher(text);
    try {
      return plain.matches()
          ? Duration.of(Long.parseLong(plain.group(1)), unit(plain.group(2)))
          : Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong();
    }
  }

  private static ChronoUnit unit(String name) {
    return switch (name) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  private static TypeConversionException wrong() {
    return new TypeConversionException("not a duration such as 500ms, 90s, 15m, 2h, 1d or PT15M");
  }
}
