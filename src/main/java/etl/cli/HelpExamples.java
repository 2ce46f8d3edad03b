package etl.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The examples at the end of help, folded so that they can be copied from a narrow terminal. */
final class HelpExamples {
  private static final String INDENT = "  ";
  private static final String FOLD = " \\";

  private HelpExamples() {}

  static void fold(CommandLine command, int width) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.footer(
        Arrays.stream(usage.footer())
            .flatMap(line -> Arrays.stream(fold(line, width).split("\n", -1)))
            .toArray(String[]::new));
    command.getSubcommands().values().forEach(below -> fold(below, width));
  }

  /** One line, or several, as a shell joins them; a word that is too long stays whole. */
  static String fold(String line, int width) {
    int space = line.lastIndexOf(' ', width - FOLD.length());
    if (!line.startsWith(INDENT)
        || line.length() <= width
        || line.substring(0, Math.max(0, space)).isBlank()) {
      return line;
    }
    return line.substring(0, space)
        + FOLD
        + "\n"
        + fold(INDENT + INDENT + line.substring(space + 1), width);
  }
}
