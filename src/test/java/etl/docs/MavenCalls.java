package etl.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks whether a call of Maven names what is there, without making it. */
final class MavenCalls {
  private static final Set<String> PHASES =
      Set.of("compile", "test-compile", "test", "package", "verify", "clean");

  private static final Set<String> FLAGS = Set.of("-q", "-o", "-B", "-U");

  /** Maven's own and its plugins'. */
  private static final Set<String> PROPERTIES =
      Set.of(
          "skipTests",
          "surefire.failIfNoSpecifiedTests",
          "failsafe.failIfNoSpecifiedTests",
          "none");

  private static final Pattern TESTS = Pattern.compile("-D(?:it\\.)?test=([^#]+)(#.+)?");
  private static final Pattern PROPERTY = Pattern.compile("-D([\\w.]+)(?:=.*)?");
  private static final Pattern PROFILE = Pattern.compile("-P(.+)");
  private static final Pattern GOAL = Pattern.compile("([a-z]+):[a-z]+(?:@([a-z]+))?");

  private final String pom = text(Path.of("pom.xml"));
  private final List<Path> tests = files(Path.of("src/test/java"));

  /**
   * Looks.
   *
   * @throws IllegalArgumentException if an argument names what is not there
   */
  void check(List<String> arguments) {
    for (String argument : arguments) {
      if (!isFine(argument)) {
        throw new IllegalArgumentException("mvn: " + argument);
      }
    }
  }

  private boolean isFine(String argument) {
    Matcher test = TESTS.matcher(argument);
    if (test.matches()) {
      return test.group(1).equals("none") || isTest(test.group(1), test.group(2));
    }
    Matcher property = PROPERTY.matcher(argument);
    if (property.matches()) {
      return isProperty(property.group(1));
    }
    Matcher profile = PROFILE.matcher(argument);
    if (profile.matches()) {
      return pom.matches("(?s).*<profile>(?:(?!</profile>).)*<id>" + profile.group(1) + "</id>.*");
    }
    Matcher goal = GOAL.matcher(argument);
    if (goal.matches()) {
      String plugin = "(?:maven-%1$s-plugin|%1$s-maven-plugin)".formatted(goal.group(1));
      return pom.matches("(?s).*<artifactId>" + plugin + "</artifactId>.*")
          && (goal.group(2) == null || pom.contains("<id>" + goal.group(2) + "</id>"));
    }
    return PHASES.contains(argument) || FLAGS.contains(argument);
  }

  private boolean isTest(String name, String method) {
    return tests.stream()
        .filter(file -> file.getFileName().toString().equals(name + ".java"))
        .anyMatch(file -> method == null || text(file).contains(" " + method.substring(1) + "("));
  }

  private boolean isProperty(String name) {
    return PROPERTIES.contains(name)
        || pom.contains("<" + name + ">")
        || pom.contains("${" + name + "}")
        || tests.stream().anyMatch(file -> text(file).contains("\"" + name + "\""));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
