package etl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program of a Debian package.
 *
 * @param name the program's
 * @param debianPackage that has it
 */
public record DebianProgram(String name, String debianPackage) {
  /** Skips the test where the program is missing, and says so. */
  public void assumeInstalled() {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!there) {
      System.out.printf("skipped: there is no %s (Debian package %s)%n", name, debianPackage);
    }
    assumeTrue(there, "there is no " + name);
  }

  /** Runs it to its good end, and returns all that it said. */
  public String run(Path folder, String... args) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(name);
    builder.command().addAll(Arrays.asList(args));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
