package etl.launcher;

import etl.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with {@code bin/etl} in it, and stand-ins for the programs that it calls. */
final class Installation {
  /** What the script may find on the path besides Java and Maven. */
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cksum",
          "find",
          "grep",
          "ln",
          "ls",
          "mkdir",
          "mv",
          "nice",
          "readlink",
          "rm",
          "sleep",
          "touch");

  private final Path folder;
  private final Path root;
  private final Path path;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Installation(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.root = this.folder.resolve("an installation");
    this.path = Files.createDirectories(this.folder.resolve("path"));
    Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("bin", "etl"), root.resolve("bin/etl"));
    for (String tool : TOOLS) {
      program(path.resolve(tool), "exec \"" + find(tool) + "\" \"$@\"");
    }
    environment.put("PATH", path.toString());
  }

  /** An unpacked distribution. */
  static Installation unpacked(Path folder) throws IOException {
    Installation installation = new Installation(folder);
    installation.write("lib/etl.jar", "");
    return installation;
  }

  /** A checkout that was never built, with a Maven that builds it. */
  static Installation checkout(Path folder) throws IOException {
    Installation installation = new Installation(folder);
    installation.write("pom.xml", "");
    installation.write("src/main/java/Main.java", "");
    installation.maven("mkdir -p target/dist/lib; touch target/etl.jar target/dist/lib/etl.jar");
    return installation;
  }

  Path root() {
    return root;
  }

  /** Makes a Java that prints what it is told to run; returns its home. */
  Path java(String version) throws IOException {
    Path home = folder.resolve("java " + version);
    program(home.resolve("bin/java"), "printf '%s\\n' \"pid $$\" \"$0\" \"$@\"");
    Files.writeString(home.resolve("release"), "OS_NAME=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** Makes a Java that notes its classes and puts them into archives, as the real one does. */
  Path archivingJava() throws IOException {
    Path home = java("25");
    program(
        home.resolve("bin/java"),
        """
        for option; do
          case $option in
            -XX:DumpLoadedClassList=*) echo etl/postgres/recover/RecoveredOriginal >"${option#*=}" ;;
            -XX:SharedArchiveFile=*) archive=${option#*=} ;;
            -Xshare:dump) dump=yes ;;
          esac
        done
        [ -z "${dump:-}" ] || : >"$archive"
        printf '%s\\n' "$@"
        """);
    return home;
  }

  /** The class archives in a folder, as soon as there is one. */
  List<Path> archives(Path of) {
    Await.until("a class archive in " + of, () -> !archivesNow(of).isEmpty());
    return archivesNow(of);
  }

  private static List<Path> archivesNow(Path of) {
    if (!Files.isDirectory(of)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(of)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Installation with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Puts a program on the path. */
  void onPath(String name, Path program) throws IOException {
    Files.createSymbolicLink(path.resolve(name), program);
  }

  /** Makes a Maven that notes each call in a file and then runs the script in the checkout. */
  void maven(String script) throws IOException {
    program(
        path.resolve("mvn"),
        "cd \"%s\"; echo called >>\"%s\"; %s".formatted(root, calls(), script));
  }

  /** How often Maven was called. */
  long builds() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()).size() : 0;
  }

  void write(String file, String text) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }

  /** Starts bin/etl, or whatever leads to it. */
  Run start(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Run(builder.start());
  }

  Run start(String... arguments) throws IOException {
    return start(root.resolve("bin/etl"), arguments);
  }

  private Path calls() {
    return folder.resolve("calls");
  }

  private static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path find(String tool) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** One run of the script. */
  record Run(Process process) {
    List<String> out() {
      return process.inputReader().lines().toList();
    }

    String err() {
      try {
        return new String(process.getErrorStream().readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int exitCode() throws InterruptedException {
      return process.waitFor();
    }
  }
}
