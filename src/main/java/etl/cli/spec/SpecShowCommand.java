package etl.cli.spec;

import etl.cli.option.ProcessCommand;
import etl.environment.ExitCode;
import etl.output.Output;
import etl.spec.file.SpecFile;
import picocli.CommandLine.Command;

/** {@code etl spec show}: prints the built-in spec. */
@Command(
    name = "show",
    description = "Prints the built-in spec, that of logins: it holds where no --spec is given.",
    footer = {"  etl spec show", "  etl spec show >orders.json"})
final class SpecShowCommand extends ProcessCommand {
  @Override
  public Integer call() {
    Output.print(SpecFile.builtInText(), process);
    return ExitCode.DONE.number();
  }
}
