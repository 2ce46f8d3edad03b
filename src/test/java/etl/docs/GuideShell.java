package etl.docs;

import etl.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs scripts by a real shell, in which some programs are functions of this JVM: each is a script
 * that hands its arguments, its environment and its input over, and waits for the answer.
 */
final class GuideShell {
  private static final String STAND_IN =
      """
      #!/bin/sh
      set -eu
      call=$(mktemp -d "$CALLS/XXXXXX")
      printf '%s\\0' "${0##*/}" "$@" >"$call/arguments"
      env -0 >"$call/environment"
      cat >"$call/in"
      mkfifo "$call/code"
      : >"$call/ready"
      read -r code <"$call/code"
      cat "$call/out"
      cat "$call/err" >&2
      exit "$code"
      """;

  /** A program that the shell can call. */
  interface Program {
    /** Runs it and returns its exit code. */
    int run(Call call) throws IOException;
  }

  /** One call of a program, and where its output goes. */
  record Call(
      List<String> arguments,
      Map<String, String> environment,
      byte[] in,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err) {}

  /** What a script has come to. */
  record Result(int code, List<String> out, String err) {}

  private final Path folder;
  private final Path calls;
  private final Path path;
  private final Map<String, Program> programs;
  private final Map<String, String> variables;

  /**
   * @param folder where the scripts run
   * @param parent where the stand-ins are
   * @param programs by their names on the path, or below the folder
   * @param variables of the scripts' environment
   */
  GuideShell(Path folder, Path parent, Map<String, Program> programs, Map<String, String> variables)
      throws IOException {
    this.folder = folder;
    this.calls = Files.createDirectories(parent.resolve("calls"));
    this.path = Files.createDirectories(parent.resolve("path"));
    this.programs = programs;
    this.variables = variables;
    for (String name : programs.keySet()) {
      standIn(path.resolve(name));
    }
  }

  void standIn(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, STAND_IN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs a script until its first command that fails. */
  Result run(String script) throws IOException {
    Path out = calls.resolveSibling("out");
    Path err = calls.resolveSibling("err");
    ProcessBuilder builder = new ProcessBuilder("sh", "-euc", script);
    builder.directory(folder.toFile()).redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("CALLS", calls.toString());
    builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
    Process process = builder.start();
    try {
      for (Path call = next(process); call != null; call = next(process)) {
        answer(call);
      }
      return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The call that waits for an answer, null at the end of the script. */
  private Path next(Process process) {
    Await.until("a call", () -> waiting().isPresent() || !process.isAlive());
    return waiting().orElse(null);
  }

  private Optional<Path> waiting() {
    try (Stream<Path> all = Files.list(calls)) {
      return all.filter(call -> Files.exists(call.resolve("ready"))).findAny();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(Path call) throws IOException {
    Files.delete(call.resolve("ready"));
    List<String> words = texts(call.resolve("arguments"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        programs
            .get(words.get(0))
            .run(
                new Call(
                    words.subList(1, words.size()),
                    environment(call),
                    Files.readAllBytes(call.resolve("in")),
                    out,
                    err));
    Files.write(call.resolve("out"), out.toByteArray());
    Files.write(call.resolve("err"), err.toByteArray());
    Files.writeString(call.resolve("code"), code + "\n");
  }

  private static Map<String, String> environment(Path call) throws IOException {
    return texts(call.resolve("environment")).stream()
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a, TreeMap::new));
  }

  private static List<String> texts(Path file) throws IOException {
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return Arrays.asList(all.substring(0, all.length() - 1).split("\0", -1));
  }
}
