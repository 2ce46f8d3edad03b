package etl.cli;

import etl.Main;
import etl.testing.Await;
import etl.testing.ProcessSignals;
import etl.testing.ProgramCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The program as a process of its own, with its output in files. */
public final class Spawned implements AutoCloseable {
  private static final String OUT = "out";

  private final Process process;
  private final Path out;
  private final Path err;

  private Spawned(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts the program. */
  public static Spawned etl(Path folder, String... args) {
    return start(folder, List.of(), Main.class, args);
  }

  /** Starts the program with a pipe to {@link #reader()}. */
  static Spawned piped(Path folder, String... args) {
    return start(Redirect.PIPE, folder, List.of(), Main.class, args);
  }

  /** Starts the program with its standard output going to this file. */
  static Spawned into(Path out, Path folder, String... args) {
    return start(Redirect.to(out.toFile()), folder, List.of(), Main.class, args);
  }

  /**
   * Starts a program.
   *
   * @param folder where its output goes
   * @param jvmOptions options of the JVM
   * @param main the class to run
   * @param args the program's arguments
   */
  public static Spawned start(Path folder, List<String> jvmOptions, Class<?> main, String... args) {
    return start(Redirect.to(folder.resolve(OUT).toFile()), folder, jvmOptions, main, args);
  }

  /** Starts a program by a shell that has it ignore a signal, as nohup does. */
  public static Spawned ignoring(String signal, Path folder, Class<?> main) {
    List<String> command = ProcessSignals.ignoredBy(signal, java(List.of(), main));
    return start(Redirect.to(folder.resolve(OUT).toFile()), folder, command);
  }

  private static Spawned start(
      Redirect out, Path folder, List<String> jvmOptions, Class<?> main, String... args) {
    return start(out, folder, java(jvmOptions, main, args));
  }

  private static List<String> java(List<String> jvmOptions, Class<?> main, String... args) {
    if (main == Main.class) {
      return ProgramCommand.java(jvmOptions, args);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  private static Spawned start(Redirect out, Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out);
    return start(builder, folder.resolve(OUT), folder.resolve("err"));
  }

  /**
   * Starts a program.
   *
   * @param builder knows the command and the environment
   * @param folder where the output goes
   * @param name what tells its files from those of others
   */
  public static Spawned start(ProcessBuilder builder, Path folder, String name) {
    Path out = folder.resolve("out-" + name);
    return start(builder.redirectOutput(out.toFile()), out, folder.resolve("err-" + name));
  }

  private static Spawned start(ProcessBuilder builder, Path out, Path err) {
    builder.command(ProcessSignals.heardBy(builder.command())).redirectError(err.toFile());
    try {
      return new Spawned(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other end of the pipe. */
  BufferedReader reader() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits until what it has written to standard error is like this. */
  public void awaitErr(Predicate<String> enough) {
    await(err, enough);
  }

  /** Waits until what it has written to standard output is like this. */
  void awaitOut(Predicate<String> enough) {
    await(out, enough);
  }

  private void await(Path file, Predicate<String> enough) {
    Await.until(
        () -> "some output, and there is " + out() + err(),
        () -> {
          boolean ended = !process.isAlive();
          boolean seen = enough.test(read(file));
          if (ended && !seen) {
            throw new IllegalStateException("it has ended: " + out() + err());
          }
          return seen;
        });
  }

  /** Sends a signal by its name. */
  public void signal(String name) {
    ProcessSignals.send(name, process.pid());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for the end and returns the exit code. */
  public int code() {
    try {
      Await.until(() -> "its end: " + err(), () -> !process.isAlive());
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
    return process.exitValue();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
