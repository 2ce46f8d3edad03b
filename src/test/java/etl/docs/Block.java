package etl.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a guide.
 *
 * @param place its first line, for messages
 * @param language what it is written in
 * @param comment the HTML comment above it, which readers do not see; empty if there is none
 * @param text its lines
 * @param output what the guide says that it prints, null if the guide does not say
 */
record Block(
    String place, String language, String comment, List<String> text, List<String> output) {
  private static final Pattern NOT_RUN = Pattern.compile("not run: .{5,}");
  private static final Pattern EXITS = Pattern.compile("exits with (\\d+): .{5,}");

  private static final Pattern FILE = Pattern.compile("file: ([\\w-]+\\.jsonl?)");

  /** The ends of one command in a line of them. */
  private static final Pattern OPERATORS = Pattern.compile(" (?:&&|\\|\\||\\|) ");

  private static final Pattern REDIRECTION = Pattern.compile(" [<>] ?\\S+");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_]+=.*");

  Block printing(List<String> lines) {
    return new Block(place, language, comment, text, lines);
  }

  boolean isRun() {
    return !NOT_RUN.matcher(comment).matches();
  }

  /** What the shell ends with. */
  int exitCode() {
    Matcher matcher = EXITS.matcher(comment);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** The name of the file that it is, null if it is none. */
  String file() {
    Matcher matcher = FILE.matcher(comment);
    return matcher.matches() ? matcher.group(1) : null;
  }

  String script() {
    return String.join("\n", text);
  }

  /** Each command in it, as words; without variables and redirections. */
  List<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    for (String line : script().replace("\\\n", " ").split("\n")) {
      for (String command : OPERATORS.split(line)) {
        commands.add(words(REDIRECTION.matcher(command).replaceAll("")));
      }
    }
    return commands;
  }

  static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(
            word ->
                word.group(1) != null
                    ? word.group(1)
                    : word.group(2) != null ? word.group(2) : word.group(3))
        .dropWhile(word -> VARIABLE.matcher(word).matches())
        .toList();
  }
}
