package etl.completions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a completion for bash, from version 3.2: one function that knows every command. */
final class BashCompletion {
  /** What completes a value, and the commands and options that take such a value. */
  private final Map<String, String> values = new LinkedHashMap<>();

  /** The words that may follow a command. */
  private final Map<String, String> words = new LinkedHashMap<>();

  private final List<String> takeIds = new ArrayList<>();

  String script(Command etl) {
    collect("", etl);
    String paths =
        words.keySet().stream().filter(path -> !path.isEmpty()).collect(Collectors.joining(" | "));
    return """
        # bash completion for etl

        _etl_reply() {
          local line
          COMPREPLY=()
          while IFS= read -r line; do COMPREPLY+=("$line"); done
        }

        # The ids of rejected messages, from the database that the line names; none if it does not answer.
        _etl_ids() {
          local typed i options=()
          read -ra typed <<<"${COMP_LINE:0:COMP_POINT}"
          for ((i = 1; i < ${#typed[@]}; i++)); do
            case ${typed[i]} in
              --sandbox | --env-file=* | --database-url=*) options+=("${typed[i]}") ;;
              --env-file | --database-url) options+=("${typed[i]}=${typed[i + 1]-}") ;;
            esac
          done
          PGCONNECT_TIMEOUT=2 "${COMP_WORDS[0]}" rejects list --format csv \\
            ${options[@]+"${options[@]}"} 2>/dev/null </dev/null |
            sed -n -e '2,200s/^\\([A-Za-z0-9._-]*\\),.*/\\1/p' -e 200q
        }

        _etl() {
          local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} path='' words i
          # bash takes "--option=value" for three words.
          if [ "$word" = = ]; then
            word=
          elif [ "$option" = = ]; then
            option=${COMP_WORDS[COMP_CWORD - 2]}
          fi
          for ((i = 1; i < COMP_CWORD; i++)); do
            case $path/${COMP_WORDS[i]} in
              %s) path=$path/${COMP_WORDS[i]} ;;
            esac
          done
          case "$path $option" in
        %s  esac
          case $path in
        %s  esac
          case "$path $word" in
            *' -'*) ;;
            %s)
              option=$(_etl_ids)
              words=${option:-$words}
              ;;
          esac
          _etl_reply < <(compgen -W "$words" -- "$word")
        }

        complete -F _etl etl
        """
        .formatted(paths, valueBranches(), wordBranches(), String.join(" | ", takeIds));
  }

  private void collect(String path, Command command) {
    for (Option option : command.options()) {
      if (option.presence() == Option.Presence.ALWAYS) {
        String pattern =
            option.names().stream()
                .map(name -> "\"" + path + " " + name + "\"")
                .collect(Collectors.joining(" | "));
        values.merge(value(option), pattern, (one, other) -> one + " | " + other);
      }
    }
    if (command.takesIds()) {
      takeIds.add("\"" + path + " \"*");
    }
    Stream<String> commands = command.commands().stream().map(Command::name);
    Stream<String> options = command.options().stream().flatMap(o -> o.names().stream());
    words.put(path, Stream.concat(commands, options).collect(Collectors.joining(" ")));
    command.commands().forEach(inner -> collect(path + "/" + inner.name(), inner));
  }

  /** What completes a value: a list, a file's name, or nothing. */
  private static String value(Option option) {
    if (option.file()) {
      return "compopt -o filenames 2>/dev/null\n      _etl_reply < <(compgen -f -- \"$word\")";
    }
    return option.candidates().isEmpty()
        ? "COMPREPLY=()"
        : "_etl_reply < <(compgen -W \"%s\" -- \"$word\")"
            .formatted(String.join(" ", option.candidates()));
  }

  private String valueBranches() {
    return values.entrySet().stream()
        .map(
            answer ->
                "    %s)\n      %s\n      return\n      ;;\n"
                    .formatted(answer.getValue(), answer.getKey()))
        .collect(Collectors.joining());
  }

  private String wordBranches() {
    return words.entrySet().stream()
        .map(
            answer ->
                "    %s) words='%s' ;;\n"
                    .formatted(
                        answer.getKey().isEmpty() ? "''" : answer.getKey(), answer.getValue()))
        .collect(Collectors.joining());
  }
}
