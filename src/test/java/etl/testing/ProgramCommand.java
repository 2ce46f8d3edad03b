package etl.testing;

import etl.Main;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * How tests start the program in a process of its own: from a jar, since the JVM makes a class
 * archive of nothing else, and with such an archive, which halves the time that a start takes. Both
 * are made once for each test JVM.
 */
public final class ProgramCommand {
  private static final class Holder {
    static final ProgramCommand COMMAND = new ProgramCommand();
  }

  /** A run that gets as far as it can without servers, and so loads most classes. */
  private static final List<String> WARM_UP =
      List.of(
          "consume",
          "--outage-limit=0s",
          "--region=us-east-1",
          "--queue-url=http://127.0.0.1:1/0/q",
          "--database-url=postgresql://127.0.0.1:1/etl");

  private final Path archive;
  private final String classPath;

  private ProgramCommand() {
    try {
      Path folder = Files.createTempDirectory("etl-test-program-");
      folder.toFile().deleteOnExit();
      Path jar = folder.resolve("etl.jar");
      jar.toFile().deleteOnExit();
      archive = folder.resolve("etl.jsa");
      archive.toFile().deleteOnExit();
      pack(jar);
      classPath = jar + File.pathSeparator + jarsOfTests();
      makeArchive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that runs the program in the JVM of these tests, with options of the JVM. */
  public static List<String> java(List<String> jvmOptions, String... args) {
    ProgramCommand command = Holder.COMMAND;
    List<String> options = new ArrayList<>();
    if (Files.exists(command.archive)) {
      // Where the archive does not match, as with another collector, the JVM goes without.
      options.addAll(List.of("-XX:SharedArchiveFile=" + command.archive, "-Xlog:disable"));
    }
    options.addAll(jvmOptions);
    return command.line(options, List.of(args));
  }

  private List<String> line(List<String> options, List<String> args) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(options);
    line.addAll(List.of("-cp", classPath, Main.class.getName()));
    line.addAll(args);
    return line;
  }

  private void makeArchive() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line(List.of("-XX:ArchiveClassesAtExit=" + archive), WARM_UP));
    builder
        .environment()
        .putAll(Map.of("AWS_ACCESS_KEY_ID", "none", "AWS_SECRET_ACCESS_KEY", "none"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      builder.start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jarsOfTests() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> each.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void pack(Path jar) throws IOException {
    Path classes = classes();
    try (Stream<Path> files = Files.walk(classes);
        OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(0);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
  }

  private static Path classes() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
