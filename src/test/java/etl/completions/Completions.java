package etl.completions;

import etl.testing.WholeCommandLine;
import java.util.Map;

/** The completion scripts of the program as it is. */
final class Completions {
  private Completions() {}

  /** The scripts by file name. */
  static Map<String, String> scripts() {
    Command command = Command.of(WholeCommandLine.make().getCommandSpec());
    return Map.of(
        "etl.bash", new BashCompletion().script(command),
        "_etl", new ZshCompletion().script(command),
        "etl.fish", new FishCompletion().script(command));
  }
}
