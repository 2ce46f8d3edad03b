package etl.cli.rejects;

import etl.environment.ExitCode;
import etl.log.Log;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Of the ids that a command was given, those that no rejected message has. */
final class UnknownIds {
  private final List<String> asked;
  private final Set<String> unknown;

  UnknownIds(List<String> asked) {
    this.asked = List.copyOf(asked);
    this.unknown = new LinkedHashSet<>(asked);
  }

  void found(List<String> ids) {
    ids.forEach(unknown::remove);
  }

  /** Names the others by their place, since anything may have been typed. */
  ExitCode report(Log log) {
    for (String id : unknown) {
      log.complain(
          "rejects.unknown",
          "argument " + (asked.indexOf(id) + 1) + " is not the id of a rejected message");
    }
    return unknown.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }
}
