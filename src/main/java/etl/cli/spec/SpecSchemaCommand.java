package etl.cli.spec;

import etl.cli.option.ProcessCommand;
import etl.environment.ExitCode;
import etl.output.Output;
import etl.spec.file.SpecFile;
import picocli.CommandLine.Command;

/** {@code etl spec schema}: prints the JSON Schema of specs. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema (2020-12) of event specs, by which an editor completes and explains"
          + " them.",
      "",
      "A spec names it by \"$schema\": with the file's path from the spec's own folder, it works"
          + " without a network. An installation has it as share/schema/spec.json. The schema does"
          + " not know all that etl spec check knows."
    },
    footer = {
      "  etl spec schema >spec.schema.json",
      "",
      "and in the spec: {\"$schema\": \"spec.schema.json\", \"table\": ...}"
    })
final class SpecSchemaCommand extends ProcessCommand {
  @Override
  public Integer call() {
    Output.print(SpecFile.schemaText(), process);
    return ExitCode.DONE.number();
  }
}
