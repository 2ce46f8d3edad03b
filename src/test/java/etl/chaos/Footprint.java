package etl.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Java process takes of the machine.
 *
 * @param threads of the operating system
 * @param liveBytes what its objects take after a full collection
 * @param residentKib what it holds of the machine's memory, its own code included
 */
record Footprint(int threads, long liveBytes, long residentKib) {
  /** Measures a process on this machine, which collects its garbage for it. */
  static Footprint of(long pid) throws IOException, InterruptedException {
    String total = lastLine(List.of(jcmd(), Long.toString(pid), "GC.class_histogram"));
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    return new Footprint(
        (int) number(status, "Threads:"),
        Long.parseLong(total.strip().split("\\s+")[2]),
        number(status, "VmRSS:"));
  }

  private static String jcmd() {
    return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
  }

  private static String lastLine(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().reduce("", (before, line) -> line);
  }

  private static long number(List<String> status, String name) {
    String line = status.stream().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.split("\\s+")[1]);
  }

  @Override
  public String toString() {
    return "%d threads, %d KiB of live objects, %d KiB resident"
        .formatted(threads, liveBytes >> 10, residentKib);
  }
}
