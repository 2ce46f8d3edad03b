package etl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import etl.sandbox.Sandbox;
import etl.sandbox.SandboxRequest;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each command of the README and the guides runs and prints what the page says, unless the page
 * says why it is not run.
 */
@Tag("servers")
class DocumentedCommandsTest {
  /** What a reader may run here; others stand beside a reason why they are not run. */
  private static final Set<String> PROGRAMS =
      Set.of("etl", "bin/etl", "psql", "mvn", "echo", "export");

  private static final Map<String, String> DIFFERING =
      Map.of(
          "\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "an id",
          "\\d{4}-\\d\\d-\\d\\d(T[\\d:.]+Z)?", "a time",
          "(?<= )\\d+\\.\\d+(?=$| \\(while)", "a number");

  private static final Guide METRICS = Guide.of(Guide.FOLDER.resolve("metrics.md"));

  @TempDir static Path folder;

  /** Keeps the servers up, so that each command need not start them. */
  private static Sandbox sandbox;

  @BeforeAll
  static void start_sandbox() {
    Map<String, String> environment = Map.of("ETL_SANDBOX_DIR", sandboxFolder().toString());
    sandbox =
        Sandbox.open(
            new SandboxRequest(
                SandboxRequest.Purpose.LOOK_UP, List.of(), environment, notice -> {}));
    TestPostgres server = TestPostgres.server();
    for (String role : List.of("consumer", "deployer", "analyst", "support")) {
      server
          .createDatabase()
          .execute(
              "do $$ begin create role %s; exception when duplicate_object then null; end $$"
                  .formatted(role));
    }
  }

  @AfterAll
  static void stop_sandbox() {
    sandbox.close();
  }

  @TestFactory
  Stream<DynamicTest> every_command_does_what_its_guide_says() {
    return Guide.all().stream()
        .map(guide -> DynamicTest.dynamicTest(guide.toString(), () -> follow(guide)));
  }

  private static void follow(Guide guide) throws IOException {
    List<Block> blocks = guide.blocks().stream().filter(Block::isRun).toList();
    if (blocks.stream().noneMatch(block -> Set.of("sh", "sql").contains(block.language()))) {
      return;
    }
    emptySandbox();
    Path parent = folder.resolve(guide.file().getFileName());
    GuideReader reader = new GuideReader(parent, sandboxFolder(), sandbox.addresses());
    for (Block block : blocks) {
      switch (block.language()) {
        case "sh" -> run(block, reader);
        case "sql" -> reader.sql(block);
        case "json" -> reader.write(block);
        default -> assertThat(block.language()).as(block.place()).isEqualTo("text");
      }
    }
    for (String metric : metrics(parent.resolve("reader"))) {
      assertThat(METRICS.lines()).as(metric).anyMatch(line -> line.startsWith(metric));
    }
  }

  private static void run(Block block, GuideReader reader) throws IOException {
    assertThat(block.commands())
        .as(block.place() + ": say why it is not run")
        .allMatch(words -> PROGRAMS.contains(words.get(0)));
    GuideShell.Result result = reader.run(block);
    assertThat(result.code()).as(block.place() + ": " + result).isEqualTo(block.exitCode());
    if (block.output() != null) {
      assertThat(alike(result.out())).as(block.place()).isEqualTo(alike(block.output()));
    }
  }

  /** With words in the place of what differs each time. */
  private static List<String> alike(List<String> lines) {
    return lines.stream()
        .map(
            line -> {
              String alike = line;
              for (Map.Entry<String, String> each : DIFFERING.entrySet()) {
                alike = alike.replaceAll(each.getKey(), each.getValue());
              }
              return alike;
            })
        .toList();
  }

  /** The beginnings of the lines that the guide has for the metrics that the commands wrote. */
  private static List<String> metrics(Path reader) throws IOException {
    Path file = reader.resolve("etl.prom");
    return Files.notExists(file)
        ? List.of()
        : Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" "))
            .map(type -> "| `%s` | %s |".formatted(type[2], type[3]))
            .toList();
  }

  private static void emptySandbox() {
    GuideReader.database(sandbox.addresses())
        .execute("drop schema public cascade; create schema public");
  }

  private static Path sandboxFolder() {
    return folder.resolve("sandbox");
  }
}
