package etl.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of documentation: the README or one of the guides, in Markdown.
 *
 * @param file where it is
 * @param lines its text
 */
record Guide(Path file, List<String> lines) {
  static final Path README = Path.of("README.md");
  static final Path FOLDER = Path.of("src/main/docs");

  private static final Path CONTRIBUTING = Path.of(".github/CONTRIBUTING.md");
  private static final String FENCE = "```";
  private static final Pattern COMMENT = Pattern.compile("<!-- (.+) -->");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  static Guide of(Path file) {
    try {
      return new Guide(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, the README first. */
  static List<Guide> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return Stream.of(Stream.of(README), files.sorted(), Stream.of(CONTRIBUTING))
          .flatMap(some -> some)
          .map(Guide::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its blocks of code, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    String above = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int first = ++i;
        while (!lines.get(i).equals(FENCE)) {
          i++;
        }
        List<String> text = lines.subList(first, i);
        String language = line.substring(FENCE.length());
        if (language.equals("text") && above.equals(FENCE)) {
          Block command = blocks.remove(blocks.size() - 1);
          blocks.add(command.printing(text));
        } else {
          blocks.add(new Block(place(first), language, comment(above), text, null));
        }
        above = FENCE;
      } else if (!line.isBlank()) {
        above = line;
      }
    }
    return blocks;
  }

  private static String comment(String line) {
    var matcher = COMMENT.matcher(line);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Its lines outside of blocks. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inBlock = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        inBlock = !inBlock;
      } else if (!inBlock) {
        prose.add(line);
      }
    }
    return prose;
  }

  /** What stands between backticks in its prose. */
  List<String> inlineCode() {
    return found(CODE);
  }

  /** Where its links lead to. */
  List<String> links() {
    return found(LINK);
  }

  /** What the pattern's group stands for in its prose, wherever it fits. */
  List<String> found(Pattern pattern) {
    return prose().stream()
        .flatMap(line -> pattern.matcher(line).results())
        .map(MatchResult::group)
        .map(text -> pattern.matcher(text).replaceFirst("$1"))
        .toList();
  }

  /** What links can name behind a hash sign: its headings, as GitHub writes them. */
  List<String> anchors() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-'))
        .toList();
  }

  int words() {
    return String.join("\n", lines).trim().split("\\s+").length;
  }

  private String place(int line) {
    return file + ":" + (line + 1);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
