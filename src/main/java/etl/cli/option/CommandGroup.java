package etl.cli.option;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that groups others, and does nothing without one of them. */
public abstract class CommandGroup implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec;

  @Override
  public final void run() {
    List<String> names = List.copyOf(spec.subcommands().keySet());
    int last = names.size() - 1;
    String all = String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    throw new ParameterException(spec.commandLine(), "a subcommand is required: " + all);
  }
}
