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
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction of imports, and who may touch raw personal data. */
class ArchitectureTest {
  /** The two edges, the data between them, and what is below both. */
  private static final Set<String> CORE =
      Set.of(
          "etl.spec",
          "etl.spec.file",
          "etl.envelope",
          "etl.event",
          "etl.value",
          "etl.json",
          "etl.masking",
          "etl.doctor");

  /** The rooms of the database's edge, the uppermost last. */
  private static final Set<String> POSTGRES =
      Set.of(
          "etl.postgres.tls",
          "etl.postgres",
          "etl.postgres.partition",
          "etl.postgres.schema",
          "etl.postgres.generation",
          "etl.postgres.write",
          "etl.postgres.recover",
          "etl.postgres.rejects",
          "etl.postgres.forget",
          "etl.postgres.rekey",
          "etl.postgres.count",
          "etl.postgres.examine");

  /** What the commands are made of. */
  private static final Set<String> SURROUNDINGS =
      Set.of(
          "etl.environment",
          "etl.terminal",
          "etl.log",
          "etl.progress",
          "etl.metrics",
          "etl.output",
          "etl.stats");

  /** Each package, and the packages of the program that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("etl", Set.of("etl.cli")),
          Map.entry(
              "etl.cli",
              union(
                  Set.of("etl.cli.keys", "etl.cli.partitions", "etl.cli.rejects", "etl.cli.spec"),
                  Set.of("etl.cli.sample", "etl.cli.option"),
                  SURROUNDINGS,
                  Set.of("etl.consume", "etl.consume.report", "etl.sqs", "etl.aws", "etl.sandbox"),
                  POSTGRES,
                  CORE)),
          Map.entry(
              "etl.cli.keys",
              union(Set.of("etl.cli.option"), SURROUNDINGS, Set.of("etl.masking", "etl.doctor"))),
          Map.entry(
              "etl.cli.spec",
              union(
                  Set.of("etl.cli.sample", "etl.cli.option", "etl.spec.draft"),
                  SURROUNDINGS,
                  CORE)),
          Map.entry(
              "etl.cli.sample", union(Set.of("etl.cli.option", "etl.sandbox"), SURROUNDINGS, CORE)),
          Map.entry(
              "etl.cli.partitions", union(Set.of("etl.cli.option"), SURROUNDINGS, POSTGRES, CORE)),
          Map.entry(
              "etl.cli.rejects",
              union(Set.of("etl.cli.sample", "etl.cli.option"), SURROUNDINGS, POSTGRES, CORE)),
          Map.entry(
              "etl.cli.option",
              union(
                  SURROUNDINGS,
                  Set.of("etl.consume", "etl.consume.report", "etl.sqs", "etl.aws", "etl.sandbox"),
                  POSTGRES,
                  CORE)),
          Map.entry(
              "etl.stats",
              Set.of(
                  "etl.environment",
                  "etl.terminal",
                  "etl.progress",
                  "etl.metrics",
                  "etl.output",
                  "etl.postgres.count",
                  "etl.spec",
                  "etl.event",
                  "etl.json")),
          Map.entry(
              "etl.output",
              union(
                  Set.of("etl.environment", "etl.log", "etl.progress", "etl.consume.report"),
                  Set.of("etl.postgres.partition", "etl.postgres.recover", "etl.postgres.rejects"),
                  CORE)),
          Map.entry(
              "etl.metrics",
              Set.of(
                  "etl.environment",
                  "etl.log",
                  "etl.consume.report",
                  "etl.postgres.count",
                  "etl.event",
                  "etl.masking")),
          Map.entry(
              "etl.progress",
              Set.of(
                  "etl.environment", "etl.terminal", "etl.log", "etl.consume.report", "etl.event")),
          Map.entry(
              "etl.log", Set.of("etl.environment", "etl.consume.report", "etl.event", "etl.json")),
          Map.entry("etl.terminal", Set.of()),
          Map.entry("etl.environment", Set.of("etl.terminal", "etl.event", "etl.doctor")),
          Map.entry(
              "etl.consume",
              Set.of(
                  "etl.consume.report",
                  "etl.consume.limit",
                  "etl.spec",
                  "etl.event",
                  "etl.masking")),
          Map.entry("etl.consume.limit", Set.of()),
          Map.entry("etl.consume.report", Set.of("etl.event")),
          Map.entry(
              "etl.sqs",
              Set.of("etl.sqs.query", "etl.sqs.direct", "etl.aws", "etl.event", "etl.doctor")),
          Map.entry("etl.aws", Set.of("etl.event")),
          Map.entry("etl.sqs.query", Set.of("etl.event")),
          Map.entry("etl.sqs.direct", Set.of("etl.event")),
          Map.entry("etl.sandbox", Set.of("etl.event")),
          Map.entry("etl.postgres.tls", Set.of("etl.event", "etl.doctor")),
          Map.entry("etl.postgres", Set.of("etl.postgres.tls", "etl.event", "etl.doctor")),
          Map.entry("etl.postgres.partition", Set.of("etl.postgres", "etl.spec", "etl.event")),
          Map.entry(
              "etl.postgres.schema",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.partition",
                  "etl.spec",
                  "etl.spec.file",
                  "etl.event",
                  "etl.masking",
                  "etl.doctor",
                  "etl.value")),
          Map.entry(
              "etl.postgres.generation",
              Set.of(
                  "etl.postgres", "etl.postgres.schema", "etl.event", "etl.doctor", "etl.masking")),
          Map.entry(
              "etl.postgres.write",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.partition",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.spec",
                  "etl.event",
                  "etl.json",
                  "etl.masking")),
          Map.entry(
              "etl.postgres.recover",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.event",
                  "etl.masking")),
          Map.entry(
              "etl.postgres.rejects",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.partition",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.postgres.write",
                  "etl.spec",
                  "etl.spec.file",
                  "etl.event",
                  "etl.json",
                  "etl.masking")),
          Map.entry(
              "etl.postgres.forget",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.postgres.recover",
                  "etl.postgres.rejects",
                  "etl.envelope",
                  "etl.event",
                  "etl.masking",
                  "etl.value")),
          Map.entry(
              "etl.postgres.rekey",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.spec",
                  "etl.event",
                  "etl.doctor",
                  "etl.masking")),
          Map.entry(
              "etl.postgres.count",
              Set.of(
                  "etl.postgres", "etl.postgres.schema", "etl.spec", "etl.event", "etl.masking")),
          Map.entry(
              "etl.postgres.examine",
              Set.of(
                  "etl.postgres",
                  "etl.postgres.partition",
                  "etl.postgres.schema",
                  "etl.postgres.generation",
                  "etl.postgres.count",
                  "etl.postgres.write",
                  "etl.spec",
                  "etl.event",
                  "etl.doctor",
                  "etl.masking")),
          Map.entry(
              "etl.spec",
              Set.of("etl.envelope", "etl.event", "etl.json", "etl.masking", "etl.value")),
          Map.entry(
              "etl.spec.file",
              Set.of("etl.spec", "etl.envelope", "etl.value", "etl.json", "etl.doctor")),
          Map.entry("etl.envelope", Set.of("etl.event", "etl.json")),
          Map.entry(
              "etl.spec.draft",
              Set.of("etl.spec", "etl.spec.file", "etl.envelope", "etl.value", "etl.json")),
          Map.entry("etl.event", Set.of("etl.doctor", "etl.masking")),
          Map.entry("etl.value", Set.of("etl.json")),
          Map.entry("etl.doctor", Set.of()),
          Map.entry("etl.json", Set.of()),
          Map.entry("etl.masking", Set.of("etl.doctor")));

  private static final Set<String> JDBC = union(POSTGRES, Set.of("etl.sandbox"));

  /** Each library, by the beginning of its packages, and the packages that may know of it. */
  private static final Map<String, Set<String>> KNOWN_TO =
      Map.ofEntries(
          Map.entry(
              "picocli",
              Set.of(
                  "etl",
                  "etl.cli",
                  "etl.cli.keys",
                  "etl.cli.partitions",
                  "etl.cli.rejects",
                  "etl.cli.spec",
                  "etl.cli.sample",
                  "etl.cli.option")),
          Map.entry(
              "com.google.gson",
              Set.of(
                  "etl.json",
                  "etl.output",
                  "etl.spec",
                  "etl.masking",
                  "etl.sandbox",
                  "etl.aws",
                  "etl.sqs",
                  "etl.sqs.query",
                  "etl.sqs.direct")),
          Map.entry("com.google.crypto.tink", Set.of("etl.masking")),
          Map.entry("com.amazon.corretto", Set.of("etl.environment")),
          Map.entry("io.prometheus", Set.of("etl.metrics")),
          Map.entry(
              "software.amazon.awssdk",
              Set.of("etl.sqs", "etl.sqs.query", "etl.sqs.direct", "etl.aws")),
          Map.entry("org.apache.hc", Set.of("etl.sqs.direct")),
          Map.entry("org.jdbi", POSTGRES),
          Map.entry("org.postgresql", Set.of("etl.postgres", "etl.postgres.tls")),
          Map.entry("com.zaxxer.hikari", Set.of("etl.postgres")),
          Map.entry("java.sql", JDBC),
          Map.entry("javax.sql", JDBC),
          Map.entry("io.zonky", Set.of("etl.sandbox")),
          Map.entry("org.elasticmq", Set.of("etl.sandbox")),
          // Nothing is logged: facts go to the listener, failures are thrown.
          Map.entry("org.slf4j", Set.of()),
          Map.entry("java.util.logging", Set.of()),
          Map.entry("java.lang.System$Logger", Set.of()));

  /** The one way in of personal data: add a class only if it must see what was sent. */
  private static final Set<String> READ_BODIES =
      Set.of(
          "etl.spec.EventParser",
          "etl.spec.RowMaker",
          "etl.consume.Delivery",
          "etl.cli.spec.DraftSamples",
          "etl.cli.sample.SandboxEvents");

  /** The one way out of personal data: add a class only if it must see originals. */
  private static final Set<String> READ_ORIGINALS =
      Set.of(
          "etl.masking.Protection",
          "etl.masking.Sealer",
          "etl.masking.Opener",
          "etl.postgres.recover.MappingReader");

  /** Where the database's originals are shown to those who asked for them. */
  private static final Set<String> SHOW_ORIGINALS = Set.of("etl.output.AnswerPrinter");

  /** What makes statements without JDBI, for one of the reasons that the design gives. */
  private static final Set<String> PLAIN_JDBC =
      Set.of(
          "etl.postgres.generation.SealedKeys",
          "etl.postgres.recover.MappingReader",
          "etl.postgres.recover.RecoverAudit",
          "etl.postgres.generation.RecordedGenerations",
          "etl.postgres.generation.GenerationFence",
          "etl.postgres.schema.Change",
          "etl.postgres.Database",
          "etl.postgres.SearchPath",
          "etl.postgres.Timeline");

  /** In lines of code: comments, blank lines and imports do not count. */
  private static final int LONGEST_SOURCE = 200;

  /** The same for a command, whose annotations do not count either. */
  private static final int LONGEST_COMMAND = 80;

  private static final Pattern COMMENT = Pattern.compile("(?ms)^ */\\*.*?\\*/$|^ *//[^\\n]*$");

  /** One that declares options or the command; its parentheses hold strings and nested pairs. */
  private static final Pattern ANNOTATION =
      Pattern.compile(
          "@(?:Command|Option|Parameters|ArgGroup|Mixin|Spec)\\b"
              + "(?:\\((?:[^()\"]|\"(?:[^\"\\\\]|\\\\.)*+\"|\\([^()]*+\\))*+\\))?");

  /** What these begin sets what holds in every transaction; the last one is rolled back. */
  private static final Set<String> BEGIN_TRANSACTIONS =
      new TreeSet<>(
          Set.of(
              "etl.postgres.Database",
              "etl.postgres.generation.GenerationFence",
              "etl.postgres.generation.RecordedGenerations",
              "etl.postgres.examine.BatchMeasurement"));

  private static final int MOST_FILES = 25;

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
  void design_lists_every_package_with_its_imports() throws IOException {
    Map<String, Set<String>> listed = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src/main/docs/design.md"))) {
      String[] cells = line.split("\\|");
      if (line.startsWith("| `etl")) {
        listed.put(cells[1].replace("`", "").strip(), imports(cells[3]));
      }
    }

    assertThat(listed).containsExactlyInAnyOrderEntriesOf(MAY_USE);
  }

  /** The packages in a cell of the design's table, its groups expanded. */
  private static Set<String> imports(String cell) {
    return Stream.of(cell.strip().split(" +"))
        .filter(word -> !word.isEmpty())
        .flatMap(
            word ->
                switch (word) {
                  case "core" -> CORE.stream();
                  case "surroundings" -> SURROUNDINGS.stream();
                  case "database" -> POSTGRES.stream();
                  default -> Stream.of("etl." + word.replace("`", ""));
                })
        .collect(Collectors.toSet());
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
    assertThat(callers("etl.postgres.recover.RecoveredOriginal", "original"))
        .isSubsetOf(SHOW_ORIGINALS);
  }

  /** A transaction elsewhere could commit what a crash undoes, or have a refused row logged. */
  @Test
  void transactions_begin_where_their_settings_are_made() {
    Set<String> begin =
        CLASSES.stream()
            .flatMap(c -> c.getMethodCallsFromSelf().stream())
            .filter(
                call -> Set.of("inTransaction", "useTransaction", "begin").contains(call.getName()))
            .filter(call -> call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle"))
            .map(call -> call.getOriginOwner().getName().replaceFirst("\\$.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(begin).isEqualTo(BEGIN_TRANSACTIONS);
    assertThat(callers("etl.postgres.TransactionSettings", "sql", Connection.class))
        .containsAll(Set.of("etl.postgres.Database", "etl.postgres.recover.RecoverAudit"));
  }

  @Test
  void plain_jdbc_stays_where_the_design_allows_it() {
    Set<String> plain =
        CLASSES.stream()
            .flatMap(c -> c.getMethodCallsFromSelf().stream())
            .filter(call -> Set.of("prepareStatement", "createStatement").contains(call.getName()))
            .filter(call -> call.getTargetOwner().isEquivalentTo(Connection.class))
            .map(call -> call.getOriginOwner().getName().replaceFirst("\\$.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(plain).isEqualTo(PLAIN_JDBC);
  }

  @Test
  void no_class_is_too_long() throws IOException {
    assertThat(tooLong("", LONGEST_SOURCE, code -> code)).isEmpty();
  }

  @Test
  void no_command_does_much_itself() throws IOException {
    assertThat(tooLong("Command", LONGEST_COMMAND, code -> ANNOTATION.matcher(code).replaceAll("")))
        .isEmpty();
  }

  private static Map<Path, Long> tooLong(String suffix, int limit, UnaryOperator<String> counted)
      throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(f -> f.toString().endsWith(suffix + ".java"))
          .filter(f -> linesOfCode(f, counted) > limit)
          .collect(Collectors.toMap(f -> f, f -> linesOfCode(f, counted), Math::max, TreeMap::new));
    }
  }

  @Test
  void no_package_is_too_full() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(c -> !c.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files)
        .allSatisfy((name, n) -> assertThat(n).as(name).isLessThanOrEqualTo(MOST_FILES));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static Set<String> union(Set<String>... sets) {
    return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }

  private static List<JavaClass> used(JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(d -> d.getTargetClass().getBaseComponentType())
        .toList();
  }

  private static Set<String> callers(String owner, String method, Class<?>... parameters) {
    return CLASSES.get(owner).getMethod(method, parameters).getAccessesToSelf().stream()
        .map(JavaAccess::getOriginOwner)
        .map(c -> c.getName().replaceFirst("\\$.*", ""))
        .filter(name -> !name.equals(owner))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long linesOfCode(Path file, UnaryOperator<String> counted) {
    try {
      String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
      return counted
          .apply(code)
          .lines()
          .filter(line -> !line.isBlank() && !line.matches("(import|package) .*"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
