package etl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the README and the guides name is there, and they are as long as they may be. */
class GuidesTest {
  private static final MavenCalls MAVEN = new MavenCalls();
  private static final int MOST_WORDS_OF_README = 1500;

  private static final Pattern OPTION = Pattern.compile("(--[a-z-]+)[ =]?.*");
  private static final Pattern SOURCE = Pattern.compile("(?:src|bin|completions)/[\\w./-]*");
  private static final Pattern METRIC = Pattern.compile("\\| `(etl_[a-z_]+)` \\|");
  private static final Pattern ALERT = Pattern.compile("\\| `(Etl\\w+)` \\|");

  /** In the place of what a reader puts in: other words in capitals fit as they are. */
  private static final String HASH = "0".repeat(64);

  @Test
  void readme_is_short() {
    assertThat(Guide.of(Guide.README).words()).isLessThanOrEqualTo(MOST_WORDS_OF_README);
  }

  @Test
  void every_block_says_what_it_is() {
    each(
        (guide, name) -> {
          for (Block block : guide.blocks()) {
            assertThat(block.language()).as(block.place()).isIn("sh", "sql", "json", "text");
          }
          assertThat(guide.prose()).as(name).noneMatch(line -> line.startsWith("    "));
        });
  }

  @Test
  void every_link_leads_somewhere() {
    each(
        (guide, name) -> {
          for (String link : guide.links()) {
            if (!link.contains("://")) {
              String[] parts = link.split("#", 2);
              Path target =
                  parts[0].isEmpty() ? guide.file() : guide.file().resolveSibling(parts[0]);
              assertThat(target).as(name + ": " + link).isRegularFile();
              if (parts.length > 1) {
                assertThat(Guide.of(target).anchors()).as(name + ": " + link).contains(parts[1]);
              }
            }
          }
        });
  }

  @Test
  void readme_leads_to_every_guide() {
    assertThat(Guide.of(Guide.README).links())
        .containsAll(
            Guide.all().stream()
                .map(guide -> guide.file().toString())
                .filter(file -> !file.equals(Guide.README.toString()))
                .toList());
  }

  @Test
  void every_command_is_one_that_the_program_takes() {
    each(
        (guide, name) -> {
          for (Block block : guide.blocks()) {
            if (block.language().equals("sh")) {
              block
                  .commands()
                  .forEach(words -> assertThat(refusal(words)).as(block.place()).isEmpty());
            }
          }
        });
  }

  @Test
  void every_command_in_a_sentence_is_one_that_the_program_has() {
    each(
        (guide, name) -> {
          for (String code : guide.inlineCode()) {
            assertThat(refusal(Block.words(code)))
                .as(name + ": " + code)
                .filteredOn(why -> !(why instanceof MissingParameterException))
                .isEmpty();
          }
        });
  }

  /** Why a command would not be taken; empty if it would be, or is of another program. */
  private static List<Exception> refusal(List<String> words) {
    String program = words.isEmpty() ? "" : words.get(0);
    List<String> arguments = words.stream().skip(1).map(w -> w.equals("HASH") ? HASH : w).toList();
    boolean etl = Set.of("etl", "bin/etl").contains(program) && !arguments.contains("COMMAND");
    try {
      if (program.equals("mvn")) {
        MAVEN.check(arguments);
      } else if (etl && !arguments.isEmpty()) {
        Commands.spec(arguments);
      }
      return List.of();
    } catch (IllegalArgumentException | ParameterException e) {
      return List.of(e);
    }
  }

  @Test
  void every_option_exists() {
    Set<String> options = Commands.options();
    each(
        (guide, name) ->
            assertThat(options)
                .as(name)
                .containsAll(
                    guide.inlineCode().stream()
                        .map(OPTION::matcher)
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group(1))
                        .toList()));
  }

  @Test
  void every_file_of_the_repository_exists() {
    each(
        (guide, name) -> {
          String text = String.join("\n", guide.lines());
          SOURCE
              .matcher(text)
              .results()
              .map(found -> found.group().replaceFirst("\\.$", ""))
              .forEach(file -> assertThat(Path.of(file)).as(name).exists());
        });
  }

  @Test
  void archive_has_the_version_of_the_build() throws IOException {
    String version =
        Files.readString(Path.of("pom.xml"))
            .replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    each(
        (guide, name) ->
            assertThat(String.join("\n", guide.lines()))
                .as(name)
                .doesNotContainPattern("etl-(?!" + Pattern.quote(version) + ")\\d"));
  }

  @Test
  void exit_codes_are_those_of_the_help_page() {
    Set<String> codes = Commands.spec(List.of("stats")).usageMessage().exitCodeList().keySet();
    assertThat(Guide.of(Guide.README).found(Pattern.compile("^\\| (\\d+) \\| .+ \\|$")))
        .containsExactlyElementsOf(codes);
  }

  @Test
  void every_metric_is_documented_and_no_other() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String name : Guide.of(Guide.FOLDER.resolve("metrics.md")).found(METRIC)) {
      documented.add(name.replaceFirst("(_total|_info|(?<=duration|lag)_seconds)$", ""));
    }
    assertThat(documented)
        .isEqualTo(inSources(Pattern.compile("\"(etl_[a-z_]+)\""), "etl/metrics"));
  }

  @Test
  void every_alert_is_documented_and_no_other() throws IOException {
    Path rules = Path.of("src/main/deploy/prometheus/etl.rules.yml");
    List<String> alerts =
        Pattern.compile("alert: (\\w+)")
            .matcher(Files.readString(rules))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(Guide.of(Guide.FOLDER.resolve("metrics.md")).found(ALERT)).isEqualTo(alerts);
  }

  private static Set<String> inSources(Pattern pattern, String folder) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java").resolve(folder))) {
      sources.filter(Files::isRegularFile).forEach(file -> find(pattern, file, found));
    }
    found.remove("etl_");
    return found;
  }

  private static void find(Pattern pattern, Path file, Set<String> found) {
    try {
      pattern.matcher(Files.readString(file)).results().forEach(f -> found.add(f.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void each(BiConsumer<Guide, String> look) {
    Guide.all().forEach(guide -> look.accept(guide, guide.toString()));
  }
}
