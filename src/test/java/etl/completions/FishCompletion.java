package etl.completions;

import java.util.ArrayList;
import java.util.List;

/** Writes a completion for fish: one line for each command and each option. */
final class FishCompletion {
  private static final String IDS =
      """
      # The ids of rejected messages, from the database that the line names; none if it does not answer.
      function __etl_ids
          set -l typed (commandline -opc)
          set -l options
          for i in (seq 2 (count $typed))
              switch $typed[$i]
                  case --sandbox '--env-file=*' '--database-url=*'
                      set -a options $typed[$i]
                  case --env-file --database-url
                      set -a options $typed[$i]=$typed[(math $i + 1)]
              end
          end
          PGCONNECT_TIMEOUT=2 $typed[1] rejects list --format csv $options 2>/dev/null </dev/null |
              sed -n -e '2,200s/^\\([A-Za-z0-9._-]*\\),.*/\\1/p' -e 200q
      end

      """;

  private final StringBuilder script = new StringBuilder();

  String script(Command etl) {
    script.append(IDS);
    line("-f");
    commands(etl, List.of());
    return script.toString();
  }

  private void commands(Command command, List<String> path) {
    List<String> inner = command.commands().stream().map(Command::name).toList();
    String here = condition(path, inner);
    for (Command next : command.commands()) {
      line("-n " + quoted(here), "-a " + next.name(), "-d " + quoted(next.description()));
    }
    for (Option option : command.options()) {
      line("-n " + quoted(here), option(option));
    }
    if (command.takesFiles()) {
      line("-n " + quoted(here), "-F");
    }
    if (command.takesIds()) {
      line("-n " + quoted(here), "-a '(__etl_ids)'");
    }
    for (Command next : command.commands()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(next.name());
      commands(next, longer);
    }
  }

  /** That the words of the path stand on the line and none of the commands that may follow. */
  private static String condition(List<String> path, List<String> next) {
    List<String> conditions = new ArrayList<>();
    path.forEach(word -> conditions.add("__fish_seen_subcommand_from " + word));
    if (!next.isEmpty()) {
      conditions.add("not __fish_seen_subcommand_from " + String.join(" ", next));
    }
    return String.join("; and ", conditions);
  }

  private static String option(Option option) {
    List<String> parts = new ArrayList<>();
    for (String name : option.names()) {
      parts.add(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
    }
    if (option.presence() == Option.Presence.ALWAYS) {
      parts.add(option.file() ? "-r -F" : "-x");
    }
    if (!option.candidates().isEmpty()) {
      parts.add("-a " + quoted(String.join(" ", option.candidates())));
    }
    parts.add("-d " + quoted(option.description()));
    return String.join(" ", parts);
  }

  private void line(String... parts) {
    script.append("complete -c etl ").append(String.join(" ", parts)).append("\n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
