package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts of others are made on the names of the log's events: none changes by accident. */
class EventNamesTest {
  private static final Pattern LOGGED =
      Pattern.compile(
          "\\.?\\b(?:log|say|complain)\\((?:\\s*(?:LogLevel\\.[A-Z]+|level),)?\\s*\"([a-z_.]+)\"");

  private static final Pattern TOLD =
      Pattern.compile("^\\| `([a-z_.]+)` \\| (?:error|warn|info|debug|trace)\\b");

  @Test
  void guide_names_each_event_and_no_other() throws IOException {
    Set<String> told =
        Files.readAllLines(Path.of("src/main/docs/operating.md")).stream()
            .flatMap(line -> TOLD.matcher(line).results())
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).hasSizeGreaterThan(20).isEqualTo(logged());
  }

  private static Set<String> logged() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
      Set<String> names = new TreeSet<>();
      for (Path source : sources) {
        LOGGED.matcher(Files.readString(source)).results().forEach(f -> names.add(f.group(1)));
      }
      return names;
    }
  }
}
