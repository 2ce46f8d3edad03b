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
      "0:success",
      "1:an unexpected failure (a bug)",
      "2:usage error",
      "3:completed, but doctor warns, a --fail-if condition holds, or something was not found",
      "69:the queue, the database or the source of the AWS credentials is unavailable",
      "77:permission denied: credentials or rights",
      "78:configuration error: no such queue, no such database, a bad file"
    },
    footerHeading = "%nExamples:%n")
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      order = 3,
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
