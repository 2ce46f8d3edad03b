package etl.cli.rejects;

import etl.environment.ExitCode;
import etl.log.Log;
import etl.log.LogLevel;
import etl.postgres.rejects.RejectRetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is to be told of a retry besides its counts. */
final class RetryReport implements RejectRetry.Listener {
  private final UnknownIds unknown;
  private final Map<String, String> rejected = new HashMap<>();
  private final Map<String, String> others = new HashMap<>();
  private Map<String, Long> left = Map.of();
  private long stayed;

  RetryReport(List<String> asked) {
    this.unknown = new UnknownIds(asked);
  }

  @Override
  public void retried(List<String> ids, Map<String, String> reasons) {
    unknown.found(ids);
    rejected.putAll(reasons);
  }

  @Override
  public void left(Map<String, String> specs) {
    unknown.found(List.copyOf(specs.keySet()));
    others.putAll(specs);
  }

  /** How many of the given messages are another spec's, by its name. */
  Map<String, Long> left() {
    return others.values().stream()
        .collect(Collectors.groupingBy(spec -> spec, TreeMap::new, Collectors.counting()));
  }

  /** So many messages stay rejected or were left to other specs, none of them asked for by id. */
  void ofAll(long rejected, Map<String, Long> leftToOthers) {
    stayed = rejected;
    left = leftToOthers;
  }

  ExitCode report(Log log) {
    rejected.forEach(
        (id, reason) -> log.complain("rejects.kept", id + " stays rejected: " + reason));
    others.forEach(
        (id, spec) ->
            log.complain(
                "rejects.of_other_spec",
                id
                    + " was rejected by the spec "
                    + spec
                    + ": retry it with that spec, or"
                    + " --of-spec "
                    + spec));
    if (stayed > 0) {
      log.say(
          LogLevel.INFO,
          "rejects.stayed",
          stayed
              + (stayed == 1 ? " stays" : " stay")
              + " rejected: etl rejects list names the reasons");
    }
    if (!left.isEmpty()) {
      log.say(LogLevel.INFO, "rejects.left", leftLine());
    }
    ExitCode found = unknown.report(log);
    return rejected.isEmpty() && others.isEmpty() ? found : ExitCode.CHECK_FAILED;
  }

  private String leftLine() {
    return left.entrySet().stream()
        .map(spec -> spec.getValue() + " to the spec " + spec.getKey())
        .collect(Collectors.joining(", ", "left ", ": retry them with that spec, or --of-spec"));
  }
}
