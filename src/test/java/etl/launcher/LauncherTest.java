package etl.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/etl} with stand-ins for Java and Maven. */
@Tag("servers")
class LauncherTest {
  @TempDir Path folder;

  @Test
  void process_is_the_jvm_itself_and_gets_the_arguments_as_they_are() throws Exception {
    Installation etl = Installation.unpacked(folder);
    Path home = etl.java("17.0.15");

    Installation.Run run = etl.with("JAVA_HOME", home).start("stats", "two words", "", "*");

    assertThat(run.out())
        .startsWith("pid " + run.process().pid(), home.resolve("bin/java").toString())
        .endsWith(
            "-cp", classPath(etl.root().resolve("lib")), "etl.Main", "stats", "two words", "", "*");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void chain_of_links_is_followed_from_any_folder() throws Exception {
    Installation etl = Installation.unpacked(folder);
    Path absolute = folder.resolve("absolute");
    Files.createSymbolicLink(absolute, etl.root().resolve("bin/etl"));
    Path relative = Files.createDirectories(folder.resolve("deep er")).resolve("relative");
    Files.createSymbolicLink(relative, Path.of("..", "absolute"));

    Installation.Run run = etl.with("JAVA_HOME", etl.java("17")).start(relative, "--version");

    assertThat(run.out()).contains(classPath(etl.root().resolve("lib")));
  }

  @Test
  void recover_opens_only_the_jars_that_it_needs() throws Exception {
    Installation etl = Installation.unpacked(folder);
    for (String jar : List.of("gson-2.jar", "jdbi3-core-3.jar", "postgresql-42.jar", "sqs-2.jar")) {
      etl.write("lib/" + jar, "");
    }
    Path lib = etl.root().resolve("lib");
    assertThat(etl.with("JAVA_HOME", etl.java("17")).start("recover").out())
        .contains(
            String.join(
                ":",
                lib.resolve("etl.jar").toString(),
                lib.resolve("gson-2.jar").toString(),
                lib.resolve("jdbi3-core-3.jar").toString(),
                lib.resolve("postgresql-42.jar").toString()));
  }

  @Test
  void java_home_comes_before_the_path() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.onPath("java", etl.java("17.0.1").resolve("bin/java"));
    Path home = etl.java("25");
    assertThat(etl.start("stats").out().get(1)).endsWith("path/java");
    assertThat(etl.with("JAVA_HOME", home).start("stats").out().get(1)).startsWith(home + "/");
  }

  @Test
  void missing_java_is_said_clearly() throws Exception {
    Installation.Run run = Installation.unpacked(folder).start("stats");
    assertThat(run.err())
        .isEqualTo("etl: Java not found: install Java 17 or newer, or set JAVA_HOME\n");
    assertThat(run.exitCode()).isEqualTo(78);
  }

  @Test
  void java_home_without_java_is_said_clearly() throws Exception {
    Installation.Run run = Installation.unpacked(folder).with("JAVA_HOME", "/none").start("stats");
    assertThat(run.err()).contains("JAVA_HOME is /none").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(78);
  }

  @ParameterizedTest
  @ValueSource(strings = {"16.0.2", "11", "1.8.0_392", "9-ea"})
  void older_java_is_refused(String version) throws Exception {
    Installation etl = Installation.unpacked(folder);
    Installation.Run run = etl.with("JAVA_HOME", etl.java(version)).start("stats");
    assertThat(run.err()).contains("Java 17 or newer is required").hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(78);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.15", "21.0.5", "25", "26-ea"})
  void newer_java_is_taken(String version) throws Exception {
    Installation etl = Installation.unpacked(folder);
    assertThat(etl.with("JAVA_HOME", etl.java(version)).start("stats").exitCode()).isZero();
  }

  @Test
  void java_that_has_no_release_file_is_asked() throws Exception {
    Installation etl = Installation.unpacked(folder);
    Path home = etl.java("17");
    Files.delete(home.resolve("release"));
    Files.writeString(
        home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Installation.Run run = etl.with("JAVA_HOME", home).start("stats");
    assertThat(run.err()).contains("is version 11");
    assertThat(run.exitCode()).isEqualTo(78);
  }

  @Test
  void options_of_the_environment_come_after_its_own() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.java("17")).with("ETL_JAVA_OPTS", "-Xmx99m -Da=*");
    assertThat(etl.start("consume").out())
        .containsSubsequence("-Xmx256m", "-Xmx99m", "-Da=*", "-cp");
    // It tells what heap a consumer has.
    assertThat(etl.start("doctor").out()).containsSubsequence("-Xmx256m", "-Xmx99m");
  }

  @Test
  @Timeout(60)
  void first_run_leaves_a_class_archive_for_the_next() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.archivingJava());
    assertThat(etl.start("recover").out())
        .anyMatch(option -> option.startsWith("-XX:DumpLoadedClassList="));
    List<Path> archives = etl.archives(etl.root().resolve("lib"));
    assertThat(archives).hasSize(1);
    assertThat(etl.start("recover").out()).contains("-XX:SharedArchiveFile=" + archives.get(0));
  }

  @Test
  @Timeout(60)
  void class_archive_that_was_never_made_is_made_by_the_next_run() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.archivingJava()).start("recover").exitCode();
    Path lib = etl.root().resolve("lib");
    Path archive = etl.archives(lib).get(0);
    // As if all processes had been killed then, which no process is today.
    Path list = Files.move(archive, Path.of(archive + ".999999999"));
    Files.writeString(list, "etl/postgres/recover/RecoveredOriginal\n");
    Path half = Files.createFile(Path.of(list + ".new"));

    assertThat(etl.start("recover").out())
        .noneMatch(option -> option.startsWith("-XX:DumpLoadedClassList="));
    assertThat(etl.archives(lib)).containsExactly(archive);
    assertThat(list).doesNotExist();
    assertThat(half).doesNotExist();
  }

  @Test
  @Timeout(60)
  void class_archive_of_another_jar_is_not_used() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.archivingJava()).start("recover").exitCode();
    etl.archives(etl.root().resolve("lib"));
    etl.write("lib/etl.jar", "newer");
    assertThat(etl.start("recover").out())
        .noneMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
  }

  @Test
  @Timeout(60)
  void class_archive_goes_to_the_cache_where_the_installation_cannot_take_it() throws Exception {
    Installation etl = Installation.unpacked(folder);
    // The JVM would take a path with a colon for two.
    Path moved = Files.move(etl.root(), folder.resolve("1:2"));
    Path cache = folder.resolve("cache");
    etl.with("JAVA_HOME", etl.archivingJava()).with("XDG_CACHE_HOME", cache);
    etl.start(moved.resolve("bin/etl"), "recover").exitCode();
    assertThat(etl.archives(cache.resolve("etl"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xshare:off", "-XX:AOTCache=mine", "-XX:SharedArchiveFile=mine"})
  void class_archive_of_the_environment_is_left_alone(String option) throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.java("17")).with("ETL_JAVA_OPTS", option);
    assertThat(etl.start("recover").out())
        .contains(option)
        .noneMatch(given -> given.startsWith("-XX:DumpLoadedClassList="));
  }

  @Test
  void collector_of_the_environment_is_the_only_one() throws Exception {
    Installation etl = Installation.unpacked(folder);
    etl.with("JAVA_HOME", etl.java("17")).with("ETL_JAVA_OPTS", "-XX:+UseG1GC");
    assertThat(etl.start("stats").out())
        .contains("-XX:+UseG1GC")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void incomplete_installation_is_said_clearly() throws Exception {
    Installation etl = Installation.unpacked(folder);
    Files.delete(etl.root().resolve("lib/etl.jar"));
    Installation.Run run = etl.with("JAVA_HOME", etl.java("17")).start("stats");
    assertThat(run.err()).contains("incomplete").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(78);
  }

  @Test
  void checkout_is_built_once() throws Exception {
    Installation etl = checkout();
    Installation.Run first = etl.start("stats");
    assertThat(first.out()).contains(classPath(etl.root().resolve("target/dist/lib")));
    assertThat(first.err()).isEqualTo("etl: building this checkout\n");
    assertThat(etl.start("stats").err()).isEmpty();
    assertThat(etl.builds()).isEqualTo(1);
  }

  @Test
  void checkout_is_built_again_when_a_source_is_newer() throws Exception {
    Installation etl = checkout();
    etl.start("stats").exitCode();
    for (String source : new String[] {"pom.xml", "src/main/java/Main.java"}) {
      etl.write(source, "edited");
      assertThat(etl.start("stats").err()).contains("building");
    }
    assertThat(etl.start("stats").err()).isEmpty();
    assertThat(etl.builds()).isEqualTo(3);
  }

  @Test
  void source_that_changes_during_the_build_is_built_by_the_next() throws Exception {
    Installation etl = checkout();
    etl.maven(
        "sleep 0.1; touch src/main/java/Main.java; sleep 0.1;"
            + " mkdir -p target/dist/lib; touch target/etl.jar target/dist/lib/etl.jar");
    etl.start("stats").exitCode();
    assertThat(etl.start("stats").err()).contains("building");
  }

  @Test
  void failed_build_shows_its_log_and_ends() throws Exception {
    Installation etl = checkout();
    etl.maven("echo 'a class is missing'; exit 1");
    Installation.Run run = etl.start("stats");
    assertThat(run.err()).contains("a class is missing", "the build failed");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(etl.root().resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void two_that_start_together_build_once() throws Exception {
    Installation etl = checkout();
    etl.maven("sleep 0.5; mkdir -p target/dist/lib; touch target/etl.jar target/dist/lib/etl.jar");
    Installation.Run one = etl.start("stats");
    Installation.Run other = etl.start("stats");
    assertThat(one.exitCode()).isZero();
    assertThat(other.exitCode()).isZero();
    assertThat(etl.builds()).isEqualTo(1);
  }

  @Test
  void lock_of_a_killed_build_is_taken_over() throws Exception {
    Installation etl = checkout();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectories(etl.root().resolve("target"));
    Files.createSymbolicLink(
        etl.root().resolve("target/build.lock"), Path.of(Long.toString(gone.pid())));
    assertThat(etl.start("stats").exitCode()).isZero();
    assertThat(etl.builds()).isEqualTo(1);
  }

  private Installation checkout() throws IOException {
    Installation etl = Installation.checkout(folder);
    return etl.with("JAVA_HOME", etl.java("17"));
  }

  private static String classPath(Path lib) {
    return lib.resolve("etl.jar") + ":" + lib + "/*";
  }
}
