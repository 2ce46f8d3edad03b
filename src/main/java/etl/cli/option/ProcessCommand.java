package etl.cli.option;

import etl.environment.ProcessContext;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command that does something. What it reads and writes is its process's. */
public abstract class ProcessCommand implements Callable<Integer> {
  /** Is there before the command is called. */
  protected ProcessContext process;

  /** Hands the process to a command and to those below it. */
  public static void give(ProcessContext process, CommandLine command) {
    if (command.getCommand() instanceof ProcessCommand taking) {
      taking.process = process;
    }
    command.getSubcommands().values().forEach(below -> give(process, below));
  }
}
