package etl.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words that quote none of its values. */
final class UsageMistake {
  /** A name, and nothing that may have been joined to it. */
  private static final Pattern LONG_OPTION = Pattern.compile("--[A-Za-z][A-Za-z0-9-]*");

  /** What other programs call our options. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "--json", "--format json",
          "--csv", "--format csv",
          "--verbose", "--log-level debug",
          "--debug", "--log-level debug",
          "-v", "--log-level debug",
          "--quiet", "--log-level error",
          "-q", "--log-level error");

  private UsageMistake() {}

  /** Says it; may have several lines. */
  static String message(ParameterException e, String... args) {
    return withoutValues(mistake(e), args);
  }

  private static String mistake(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    ArgSpec arg = e.getArgSpec();
    if (arg != null && arg.typeInfo().isEnum() && e.getValue() != null) {
      String choices = String.join(", ", arg.completionCandidates());
      return ((OptionSpec) arg).longestName() + " is one of " + choices;
    }
    return e.getMessage();
  }

  /** Names the option but no value, which may be a password or an original. */
  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    CommandSpec command = e.getCommandLine().getCommandSpec();
    Matcher option = LONG_OPTION.matcher(first);
    if (option.lookingAt()) {
      boolean one = option.hitEnd() || first.charAt(option.end()) == '=';
      return "unknown option "
          + option.group()
          + (one
              ? hint(option.group(), command, e.getSuggestions())
              : " (an option and its value are two arguments, or have = between them)");
    } else if (first.startsWith("-")) {
      // A value may follow a short option without a space.
      String name = first.substring(0, Math.min(2, first.length()));
      return "unknown option " + name + hint(name, command, e.getSuggestions());
    }
    return (command.subcommands().isEmpty() ? "too many arguments" : "no such command")
        + hint("", command, e.getSuggestions());
  }

  private static String hint(String name, CommandSpec command, List<String> similar) {
    String ours = OTHER_NAMES.get(name);
    if (ours != null && accepts(command, ours)) {
      return " (did you mean " + ours + "?)";
    } else if (name.equals("--keys")) {
      return " (this command needs no keys)";
    }
    return similar.isEmpty() ? "" : " (did you mean " + String.join(" or ", similar) + "?)";
  }

  private static boolean accepts(CommandSpec command, String optionAndValue) {
    String[] parts = optionAndValue.split(" ");
    OptionSpec option = command.findOption(parts[0]);
    return option != null
        && StreamSupport.stream(option.completionCandidates().spliterator(), false)
            .anyMatch(parts[1]::equals);
  }

  /** The library quotes arguments, and their parts behind an equals sign. */
  private static String withoutValues(String message, String... args) {
    String shown = message;
    for (String arg : args) {
      if (!LONG_OPTION.matcher(arg).matches()) {
        shown = shown.replace("'" + arg + "'", "that");
        shown = shown.replace("'" + arg.substring(arg.indexOf('=') + 1) + "'", "that");
      }
    }
    return shown;
  }
}
