package etl.cli.option;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The help page, and what each one looks like. */
@Command(
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    sortSynopsis = false,
    abbreviateSynopsis = true,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:an unexpected failure (a bug)",
      "2:wrong usage",
      "3:done, and something asked about is not so: a hash or an id is not known, a --fail-if holds",
      "69:the queue or the database cannot be reached",
      "77:refused: credentials or rights",
      "78:configuration: no such queue, no such database, a bad file"
    },
    footerHeading = "%nExamples:%n")
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
