package etl.environment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of {@code KEY=value} lines. {@code export} may precede the key. A value in single
 * quotes is taken literally; in double quotes, {@code \n}, {@code \r}, {@code \t}, {@code \"},
 * {@code \$} and {@code \\} are escapes; without quotes it ends before a {@code #} that follows a
 * space. If a key occurs twice, the last one wins.
 */
public final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([nrt\"$\\\\])");
  private static final Map<String, String> ESCAPED = Map.of("n", "\n", "r", "\r", "t", "\t");

  private final Path file;

  public EnvFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the variables.
   *
   * @throws CommandFailure if there is no such file or a line is malformed; it is reported by its
   *     number only, as it may hold a password
   */
  public Map<String, String> read() {
    Map<String, String> variables = new HashMap<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      String value = matcher.matches() ? value(matcher.group(2)) : null;
      if (value == null) {
        throw failure("line " + (i + 1) + " is not KEY=value", null);
      }
      variables.put(matcher.group(1), value);
    }
    return variables;
  }

  /** Whether others than the user can read it. */
  public boolean othersCanRead() {
    return EnvFileAccess.othersCanRead(file);
  }

  private List<String> lines() {
    try {
      String text = Files.readString(file);
      // Some editors begin a file with a byte order mark.
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    } catch (NoSuchFileException e) {
      throw failure("no such file", e);
    } catch (AccessDeniedException e) {
      throw failure("permission denied", e);
    } catch (IOException e) {
      throw failure("cannot be read as UTF-8 text", e);
    }
  }

  /** The value without its quotes; null if a quote is not closed or is followed by other text. */
  private static String value(String text) {
    if (text.startsWith("'")) {
      Matcher quoted = SINGLE_QUOTED.matcher(text);
      return quoted.matches() ? quoted.group(1) : null;
    }
    if (text.startsWith("\"")) {
      Matcher quoted = DOUBLE_QUOTED.matcher(text);
      return quoted.matches() ? unescaped(quoted.group(1)) : null;
    }
    return COMMENT.matcher(text).replaceFirst("");
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(ESCAPED.getOrDefault(match.group(1), match.group(1))));
  }

  private CommandFailure failure(String what, Throwable cause) {
    return new CommandFailure(ExitCode.CONFIGURATION, "env file " + file + ": " + what, cause);
  }
}
