package etl.docs;

import static etl.testing.SampleLogin.body;
import static etl.testing.SampleLogin.malformed;

import etl.cli.Cli;
import etl.docs.GuideShell.Call;
import etl.environment.ProcessContext;
import etl.sandbox.SandboxAddresses;
import etl.terminal.Terminal;
import etl.testing.ElasticMq;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.testing.TestQueue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Does what a guide says, block by block: with a queue and a database of its own, or in the sandbox
 * where a command says so.
 */
final class GuideReader {
  /** Arguments that name a file of the reader's folder. */
  private static final Pattern FILE =
      Pattern.compile("[\\w-]*\\.(?:keys|recovery|env|txt|prom|jsonl?)");

  private static final String SANDBOX = "--sandbox";
  private static final String SANDBOX_URL = "postgresql://";
  private static final int GOOD = 5;

  private final Path folder;
  private final SandboxAddresses sandbox;
  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final TestQueue deadLetters = ElasticMq.shared().queue();
  private final TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(deadLetters, 100));
  private final GuideShell shell;

  private int sent;

  /**
   * @param parent an empty folder
   * @param sandboxFolder where the sandbox is
   * @param sandbox the one that runs there
   */
  GuideReader(Path parent, Path sandboxFolder, SandboxAddresses sandbox) throws IOException {
    this.folder = Files.createDirectories(parent.resolve("reader"));
    this.sandbox = sandbox;
    this.shell =
        new GuideShell(
            folder,
            parent,
            Map.of(
                "etl", this::etl,
                "psql", call -> Psql.run(database(call), call),
                "mvn", GuideReader::maven),
            Map.of("HOME", folder.toString(), "ETL_SANDBOX_DIR", sandboxFolder.toString()));
    shell.standIn(folder.resolve("bin/etl"));
    Files.writeString(folder.resolve(".env"), environment());
    Files.writeString(folder.resolve("etl.env"), environment());
    Files.writeString(folder.resolve("value.txt"), "192.0.2.1\n");
  }

  /** Makes tables with rows, and the files that name some of them. */
  private void consume() throws IOException {
    deadLetters.send(body(200));
    GuideShell.Result result = shell.run("etl consume --max-messages " + (GOOD + 1));
    if (result.code() != 0) {
      throw new IllegalStateException(result.toString());
    }
    Files.write(
        folder.resolve("hashes.txt"), database.query("select hash_val from map_desmask limit 3"));
  }

  private String environment() {
    return """
    QUEUE_URL=%s
    AWS_REGION=us-east-1
    AWS_ACCESS_KEY_ID=%s
    AWS_SECRET_ACCESS_KEY=%s
    DATABASE_URL=%s
    """
        .formatted(
            queue.url(),
            ElasticMq.CREDENTIALS.accessKeyId(),
            ElasticMq.CREDENTIALS.secretAccessKey(),
            database.url());
  }

  private void send() {
    for (int i = 0; i < GOOD; i++) {
      queue.send(body(++sent));
    }
    queue.send(malformed(sent));
  }

  /** Runs a block of commands; what comes from the queue finds messages there. */
  GuideShell.Result run(Block block) throws IOException {
    if (block.commands().stream().anyMatch(GuideReader::connects)) {
      boolean first = sent == 0;
      send();
      if (first) {
        consume();
        send();
      }
    }
    return shell.run(block.script());
  }

  /** Whether it goes to the reader's own servers. */
  private static boolean connects(List<String> words) {
    boolean inSandbox =
        words.stream().anyMatch(word -> word.equals(SANDBOX) || word.startsWith(SANDBOX_URL));
    return !inSandbox && !words.get(0).equals("mvn") && !words.contains("keys");
  }

  /** Makes the file that a block is, where its comment says that it is one. */
  void write(Block block) throws IOException {
    if (block.file() != null) {
      Files.writeString(folder.resolve(block.file()), block.script() + "\n");
    }
  }

  /** Runs a block of SQL, as a superuser. */
  void sql(Block block) {
    database.execute(block.script());
  }

  /** The build is not made again; whatever makes one runs this very test. */
  private static int maven(Call call) {
    new MavenCalls().check(call.arguments());
    return 0;
  }

  private int etl(Call call) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String argument : call.arguments()) {
      arguments.add(meant(argument, call.arguments().contains(SANDBOX)));
    }
    complete(arguments);
    ProcessContext process =
        new ProcessContext(
            environment(call),
            new ByteArrayInputStream(call.in()),
            call.out(),
            new PrintStream(call.err(), true, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            Terminal.NONE,
            Terminal.NONE);
    return Cli.run(process, arguments.toArray(String[]::new));
  }

  /** What the reader puts in the place of a word that stands for another. */
  private String meant(String argument, boolean inSandbox) {
    TestDatabase tables = inSandbox ? database(sandbox) : database;
    return switch (argument) {
      case "HASH" ->
          tables.value("select min(hash_val) from map_desmask where field = 'device_id'");
      case "ID" -> tables.value("select min(message_id) from rejected_messages");
      // Another program may have the documented port.
      case "9464" -> "0";
      default ->
          FILE.matcher(argument).matches() ? folder.resolve(argument).toString() : own(argument);
    };
  }

  private Map<String, String> environment(Call call) {
    return call.environment().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, variable -> own(variable.getValue())));
  }

  /** The reader's own address in the place of a documented one. */
  private String own(String address) {
    return switch (address) {
      case "http://localhost:4566" -> ElasticMq.shared().endpoint().toString();
      case "https://sqs.eu-central-1.amazonaws.com/123456789012/login-queue" -> queue.url();
      case "postgresql://etl@db.example.com/logins" -> database.url();
      default -> address;
    };
  }

  /** Adds what leads to the reader's queue and database, and an end to what would run for long. */
  private void complete(List<String> arguments) {
    CommandSpec command;
    try {
      command = Commands.spec(arguments);
    } catch (ParameterException e) {
      return; // the program itself says so
    }
    boolean connects = command.findOption("--env-file") != null;
    if (connects && !arguments.contains(SANDBOX) && !arguments.contains("--env-file")) {
      arguments.addAll(List.of("--env-file", folder.resolve("etl.env").toString()));
    }
    if (arguments.contains("--follow")) {
      arguments.addAll(List.of("--max-duration", "500ms"));
    } else if (command.findOption("--idle") != null) {
      arguments.addAll(List.of("--idle", "300ms"));
    }
  }

  private TestDatabase database(Call call) {
    boolean inSandbox = call.arguments().stream().anyMatch(a -> a.startsWith(SANDBOX_URL));
    return inSandbox ? database(sandbox) : database;
  }

  static TestDatabase database(SandboxAddresses sandbox) {
    try {
      String line = Files.readString(sandbox.passwordFile()).strip();
      String password = line.substring(line.lastIndexOf(':') + 1);
      return new TestDatabase(sandbox.databasePort(), "postgres", "postgres", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
