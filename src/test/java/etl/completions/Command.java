package etl.completions;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a completion says of a command.
 *
 * @param takesIds whether it takes ids of rejected messages
 */
record Command(
    String name,
    String description,
    List<Option> options,
    List<Command> commands,
    boolean takesFiles,
    boolean takesIds) {

  static Command of(CommandSpec spec) {
    return new Command(
        spec.name(),
        Option.firstSentence(spec.usageMessage().description()),
        spec.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparingInt(OptionSpec::order))
            .map(Option::of)
            .toList(),
        spec.subcommands().values().stream()
            .distinct()
            .map(line -> of(line.getCommandSpec()))
            .filter(command -> !command.name().equals("help"))
            .toList(),
        spec.positionalParameters().stream().anyMatch(Option::isFile),
        spec.positionalParameters().stream().anyMatch(p -> p.paramLabel().equals("ID")));
  }
}
