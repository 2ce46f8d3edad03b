package etl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process has printed and cost, as Linux tells it until shortly before the process's end.
 *
 * @param out what stood on its standard output
 * @param started when it was started, by {@link System#nanoTime()}
 * @param seconds how long it ran
 * @param cpuSeconds its user and system time
 * @param peakMebibytes the most memory that it had resident
 */
record Child(String out, long started, double seconds, double cpuSeconds, double peakMebibytes) {
  private static final double TICKS_PER_SECOND = 100;

  /** Runs a program to its end, which must be a good one. */
  static Child run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("etl-bench-", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(new java.io.File("/dev/null")));
    builder.environment().putAll(environment);
    long started = System.nanoTime();
    Process process = builder.start();
    Path told = Path.of("/proc", Long.toString(process.pid()));
    double cpu = 0;
    double peak = 0;
    do {
      cpu = Math.max(cpu, cpuSeconds(told));
      peak = Math.max(peak, peakMebibytes(told));
    } while (!process.waitFor(5, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - started) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    String text = Files.readString(out).strip();
    Files.delete(out);
    return new Child(text, started, seconds, cpu, peak);
  }

  private static double cpuSeconds(Path process) {
    String stat = read(process.resolve("stat"));
    // The fields after the program's name, which can hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length < 13
        ? 0
        : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static double peakMebibytes(Path process) {
    return read(process.resolve("status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (e.getMessage().contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
