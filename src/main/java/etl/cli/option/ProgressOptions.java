package etl.cli.option;

import etl.environment.ProcessContext;
import etl.environment.TextOrJson;
import etl.progress.RunDisplay;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether and how a run shows its progress. */
public final class ProgressOptions {
  enum Mode {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--progress",
      order = 1,
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Progress: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Auto shows a bar for a"
              + " drain on a terminal and otherwise logs a line a minute (of a drain, the first"
              + " after ten seconds); always shows a bar; never"
              + " shows neither. A dry run has no bar.")
  Mode mode;

  public RunDisplay display(
      ProcessContext process, boolean follow, boolean dryRun, TextOrJson logFormat) {
    boolean suits =
        !follow
            && logFormat == TextOrJson.TEXT
            && mode == Mode.AUTO
            && process.redraws(process.errTerminal());
    boolean bar = (mode == Mode.ALWAYS || suits) && !dryRun;
    RunDisplay.Kind other = mode == Mode.NEVER ? RunDisplay.Kind.NOTHING : RunDisplay.Kind.LINES;
    return new RunDisplay(bar ? RunDisplay.Kind.BAR : other, process);
  }
}
