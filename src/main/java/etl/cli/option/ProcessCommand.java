package etl.cli.option;

import etl.environment.ProcessContext;
import etl.log.Log;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something. What it reads and writes is its process's. */
public abstract class ProcessCommand implements Callable<Integer> {
  @Mixin public LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec declared;

  /** Is there before the command is called. */
  protected ProcessContext process;

  /** Hands the process to a command and to those below it. */
  public static void give(ProcessContext process, CommandLine command) {
    if (command.getCommand() instanceof ProcessCommand taking) {
      taking.process = process;
    }
    command.getSubcommands().values().forEach(below -> give(process, below));
  }

  protected final Log log() {
    return logging.log(process);
  }

  protected final CommandLine commandLine() {
    return declared.commandLine();
  }

  /** To be thrown where the options do not go together. */
  protected final ParameterException misuse(String what) {
    return new ParameterException(commandLine(), what);
  }
}
