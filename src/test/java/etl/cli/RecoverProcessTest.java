package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import etl.Main;
import etl.testing.SampleLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows in a process of its own. */
@Tag("servers")
class RecoverProcessTest {
  private static final String IP = "192.0.2.7";

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    installation.queue().send(SampleLogin.body("u", IP, "d"));
    assertThat(installation.etl("consume", "--max-messages", "1").code()).isZero();
  }

  @Test
  void neither_the_queue_client_nor_the_connection_pool_is_loaded() throws Exception {
    Path classes = folder.resolve("classes");
    String[] args = installation.withEnvFile("recover", SampleLogin.sha256(IP));
    List<String> log = List.of("-Xlog:class+load:file=" + classes);
    try (Spawned etl = Spawned.start(folder, log, Main.class, args)) {
      assertThat(etl.code()).isZero();
      assertThat(etl.out()).endsWith("\tip\t" + IP + "\n");
    }
    List<String> loaded;
    try (Stream<String> lines = Files.lines(classes)) {
      loaded = lines.map(line -> line.replaceFirst("^\\[.*?\\](\\[.*?\\])* ", "")).toList();
    }
    assertThat(loaded).anyMatch(name -> name.startsWith("org.postgresql."));
    assertThat(loaded)
        .noneMatch(name -> name.startsWith("software.amazon."))
        .noneMatch(name -> name.startsWith("com.zaxxer."))
        .noneMatch(name -> name.startsWith("com.google.crypto."))
        .noneMatch(name -> name.startsWith("com.google.protobuf."))
        .noneMatch(name -> name.startsWith("com.google.gson."));
  }

  @Test
  void reader_that_has_seen_enough_ends_it_quietly() throws Exception {
    Path hashes = folder.resolve("hashes");
    Files.write(hashes, Collections.nCopies(50_000, SampleLogin.sha256(IP)));
    String[] args = installation.withEnvFile("recover", "--from-file", hashes.toString());
    try (Spawned etl = Spawned.piped(folder, args)) {
      try (BufferedReader out = etl.reader()) {
        assertThat(out.readLine()).endsWith("\tip\t" + IP);
      }
      assertThat(etl.code()).isZero();
      assertThat(etl.err()).isEmpty();
    }
  }

  @Test
  void full_disk_is_one_line() throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    String[] args = installation.withEnvFile("recover", SampleLogin.sha256(IP));
    try (Spawned etl = Spawned.into(full, folder, args)) {
      assertThat(etl.code()).isEqualTo(78);
      assertThat(etl.err()).startsWith("etl: cannot write to standard output").hasLineCount(1);
    }
  }
}
