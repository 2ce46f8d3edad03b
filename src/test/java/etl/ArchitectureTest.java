package etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction of imports, and who may touch raw personal data. */
class ArchitectureTest {
  /** Each package, and the packages of the program that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "etl", Set.of("etl.cli"),
          "etl.cli",
              Set.of(
                  "etl.consume",
                  "etl.metrics",
                  "etl.sqs",
                  "etl.postgres",
                  "etl.sandbox",
                  "etl.terminal",
                  "etl.event",
                  "etl.masking"),
          "etl.consume", Set.of("etl.event"),
          "etl.metrics", Set.of("etl.consume", "etl.event", "etl.masking"),
          "etl.sqs", Set.of("etl.event"),
          "etl.postgres", Set.of("etl.event", "etl.masking"),
          "etl.sandbox", Set.of("etl.event"),
          "etl.terminal", Set.of(),
          "etl.event", Set.of("etl.masking"),
          "etl.masking", Set.of());

  /** Each library, by the beginning of its packages, and the packages that may know of it. */
  private static final Map<String, Set<String>> KNOWN_TO =
      Map.ofEntries(
          Map.entry("picocli", Set.of("etl", "etl.cli")),
          Map.entry(
              "com.google.gson",
              Set.of("etl.cli", "etl.event", "etl.masking", "etl.sandbox", "etl.sqs")),
          Map.entry("com.google.crypto.tink", Set.of("etl.masking")),
          Map.entry("me.tongfei.progressbar", Set.of("etl.terminal")),
          Map.entry("org.jline", Set.of()),
          Map.entry("io.prometheus", Set.of("etl.metrics")),
          Map.entry("com.sun.net.httpserver", Set.of("etl.metrics")),
          Map.entry("software.amazon.awssdk", Set.of("etl.sqs")),
          Map.entry("org.jdbi", Set.of("etl.postgres")),
          Map.entry("org.postgresql", Set.of("etl.postgres")),
          Map.entry("com.zaxxer.hikari", Set.of("etl.postgres")),
          Map.entry("java.sql", Set.of("etl.postgres", "etl.sandbox")),
          Map.entry("javax.sql", Set.of("etl.postgres", "etl.sandbox")),
          Map.entry("io.zonky", Set.of("etl.sandbox")),
          Map.entry("org.elasticmq", Set.of("etl.sandbox")),
          // Nothing is logged: facts go to the listener, failures are thrown.
          Map.entry("org.slf4j", Set.of()),
          Map.entry("java.util.logging", Set.of()),
          Map.entry("java.lang.System$Logger", Set.of()));

  /** The one way in of personal data: add a class only if it must see what was sent. */
  private static final Set<String> READ_BODIES =
      Set.of("etl.event.EventParser", "etl.consume.Delivery");

  /** The one way out of personal data: add a class only if it must see originals. */
  private static final Set<String> READ_ORIGINALS =
      Set.of(
          "etl.masking.Protection",
          "etl.masking.PlainProtection",
          "etl.masking.KeyedProtection",
          "etl.postgres.MappingReader");

  /** Where the database's originals are shown to those who asked for them. */
  private static final Set<String> SHOW_ORIGINALS =
      Set.of("etl.cli.TextAnswers", "etl.cli.JsonAnswers", "etl.cli.CsvAnswers");

  private static final int LONGEST_SOURCE = 250;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation())
          .that(JavaClass.Predicates.resideInAPackage("etl.."));

  @Test
  void packages_use_only_what_lies_below_them() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : CLASSES) {
      for (JavaClass used : used(user)) {
        String from = user.getPackageName();
        String to = used.getPackageName();
        boolean own = to.equals("etl") || to.startsWith("etl.");
        if (own && !to.equals(from) && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
          wrong.add(user.getName() + " uses " + used.getName());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void every_package_has_its_place() {
    assertThat(CLASSES).extracting(JavaClass::getPackageName).allMatch(MAY_USE::containsKey);
  }

  @Test
  void libraries_stay_where_they_belong() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : CLASSES) {
      for (JavaClass used : used(user)) {
        KNOWN_TO.forEach(
            (library, packages) -> {
              boolean ofLibrary = (used.getName() + ".").startsWith(library + ".");
              if (ofLibrary && !packages.contains(user.getPackageName())) {
                wrong.add(user.getName() + " uses " + used.getName());
              }
            });
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void only_few_classes_read_what_was_sent() {
    assertThat(callers("etl.event.QueueMessage", "body")).isSubsetOf(READ_BODIES);
  }

  @Test
  void only_few_classes_read_originals() {
    assertThat(callers("etl.masking.Pseudonym", "original")).isSubsetOf(READ_ORIGINALS);
    assertThat(callers("etl.postgres.RecoveredOriginal", "original")).isSubsetOf(SHOW_ORIGINALS);
  }

  @Test
  void no_source_file_is_too_long() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Map<Path, Long> tooLong =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> lines(f) > LONGEST_SOURCE)
              .collect(Collectors.toMap(f -> f, ArchitectureTest::lines, Math::max, TreeMap::new));

      assertThat(tooLong).isEmpty();
    }
  }

  private static List<JavaClass> used(JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(d -> d.getTargetClass().getBaseComponentType())
        .toList();
  }

  private static Set<String> callers(String owner, String method) {
    return CLASSES.get(owner).getMethod(method).getAccessesToSelf().stream()
        .map(JavaAccess::getOriginOwner)
        .map(c -> c.getName().replaceFirst("\\$.*", ""))
        .filter(name -> !name.equals(owner))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
