package etl.docs;

import etl.testing.WholeCommandLine;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The program's own view of what the guides say about it. */
final class Commands {
  private Commands() {}

  /**
   * The command that these arguments call.
   *
   * @throws picocli.CommandLine.ParameterException if the program would not take them
   */
  static CommandSpec spec(List<String> arguments) {
    ParseResult result = WholeCommandLine.make().parseArgs(arguments.toArray(String[]::new));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result.commandSpec();
  }

  /** The names of all options of all commands. */
  static Set<String> options() {
    Set<String> names = new TreeSet<>();
    collect(WholeCommandLine.make(), names);
    return names;
  }

  private static void collect(CommandLine command, Set<String> names) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    command.getSubcommands().values().forEach(each -> collect(each, names));
  }
}
