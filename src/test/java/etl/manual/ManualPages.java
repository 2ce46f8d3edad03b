package etl.manual;

import etl.testing.WholeCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the sources of the manual pages, in AsciiDoc: one for etl, and one for each command. */
final class ManualPages {
  /** The headings of the help texts end in a colon, those of manual pages do not. */
  private static final Pattern HEADING = Pattern.compile("(?m)^(== .+):$");

  /** The commands have no version of their own, and the program's name is not written Etl. */
  private static final Pattern SOURCE = Pattern.compile("(?m)^:mansource:.*$");

  private static final Pattern MANUAL = Pattern.compile("(?m)^:manmanual:.*$");

  private ManualPages() {}

  /**
   * Run by the build.
   *
   * @param args the folder for the pages
   */
  public static void main(String... args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    int code =
        ManPageGenerator.generateManPage(
            folder.toFile(),
            null,
            new boolean[] {},
            false,
            WholeCommandLine.make().getCommandSpec());
    if (code != 0) {
      throw new IllegalStateException("the manual pages cannot be written");
    }
    String version = String.join(" ", WholeCommandLine.make().getCommandSpec().version());
    try (Stream<Path> pages = Files.list(folder)) {
      for (Path page : pages.toList()) {
        String text = HEADING.matcher(Files.readString(page)).replaceAll("$1");
        text = SOURCE.matcher(text).replaceFirst(":mansource: " + version);
        Files.writeString(page, MANUAL.matcher(text).replaceFirst(":manmanual: etl"));
      }
    }
  }
}
