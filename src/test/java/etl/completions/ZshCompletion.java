package etl.completions;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a completion for zsh: one function a command, each with its own arguments. */
final class ZshCompletion {
  private static final String IDS =
      """

      # The ids of rejected messages, from the database that the line names; none if it does not answer.
      _etl_ids() {
        local -a typed options ids
        local i
        typed=(${(Q)${(z)LBUFFER}})
        for ((i = 2; i <= $#typed; i++)); do
          case $typed[i] in
            --sandbox|--env-file=*|--database-url=*) options+=("$typed[i]") ;;
            --env-file|--database-url) options+=("$typed[i]=$typed[i+1]") ;;
          esac
        done
        ids=(${(f)"$(PGCONNECT_TIMEOUT=2 $typed[1] rejects list --format csv $options 2>/dev/null </dev/null |
          sed -n -e '2,200s/^\\([A-Za-z0-9._-]*\\),.*/\\1/p' -e 200q)"})
        compadd -a ids
      }
      """;

  private final StringBuilder script = new StringBuilder();

  String script(Command etl) {
    script.append("#compdef etl\n");
    script.append(IDS);
    function("_etl", etl);
    script.append("\n_etl \"$@\"\n");
    return script.toString();
  }

  private void function(String name, Command command) {
    script.append("\n").append(name).append("() {\n");
    if (command.commands().isEmpty()) {
      script.append("  _arguments -S").append(options(command.options()));
      script.append(command.takesIds() ? " \\\n    '*:id:_etl_ids'" : "");
      script.append(command.takesFiles() ? " \\\n    '*:file:_files'\n" : "\n");
    } else {
      withCommands(name, command);
    }
    script.append("}\n");
    command.commands().forEach(inner -> function(name + "_" + inner.name(), inner));
  }

  private void withCommands(String name, Command command) {
    script.append("  local context state state_descr line\n");
    script.append("  typeset -A opt_args\n");
    script.append("  _arguments -S -C").append(options(command.options()));
    script.append(" \\\n    '1: :->command' \\\n    '*:: :->rest'\n");
    script.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (Command inner : command.commands()) {
      script.append("        ").append(quoted(inner.name() + ":" + inner.description()));
      script.append("\n");
    }
    script.append("      )\n      _describe command commands\n      ;;\n");
    script.append("    rest)\n      case $line[1] in\n");
    for (Command inner : command.commands()) {
      String function = name + "_" + inner.name();
      script.append("        ").append(inner.name()).append(") ").append(function).append(" ;;\n");
    }
    script.append("      esac\n      ;;\n  esac\n");
  }

  private static String options(List<Option> options) {
    return options.stream()
        .flatMap(option -> option.names().stream().map(name -> argument(option, name)))
        .map(argument -> " \\\n    " + quoted(argument))
        .collect(Collectors.joining());
  }

  private static String argument(Option option, String name) {
    String others = option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
    String description = option.description().replace("[", "\\[").replace("]", "\\]");
    String equals = name.startsWith("--") ? "=" : "+";
    String value = option.value().replace(":", "\\:") + ":" + action(option);
    return switch (option.presence()) {
      case NEVER -> others + name + "[" + description + "]";
      case OPTIONAL -> others + name + equals + "-[" + description + "]::" + value;
      case ALWAYS -> others + name + equals + "[" + description + "]:" + value;
    };
  }

  private static String action(Option option) {
    if (option.file()) {
      return "_files";
    }
    return option.candidates().isEmpty() ? "" : "(" + String.join(" ", option.candidates()) + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
