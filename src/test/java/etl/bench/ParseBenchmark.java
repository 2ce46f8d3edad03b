package etl.bench;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.masking.Pseudonymiser;
import etl.spec.EventParser;
import etl.spec.file.SpecFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make a masked row of a login, and how much of that is the masking. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseBenchmark {
  private static final String EXTRA =
      """
      {"session": {"id": 4711, "flags": [true, false, null], "agent": "example/1.0 (\\"x\\")"},""";

  /** What the bodies look like: logins, or logins with a nested field that nobody maps. */
  @Param({"login", "login_with_extra"})
  private String bodies;

  private QueueMessage[] messages;
  private EventParser parser;
  private EventParser unmasked;
  private Pseudonymiser pseudonymiser;
  private int next;

  /** Makes a message of each sample event. */
  @Setup
  public void setUp() throws IOException {
    messages =
        samples().stream()
            .filter(line -> line.contains("user_id"))
            .map(line -> bodies.equals("login") ? line : EXTRA + line.substring(1))
            .map(ParseBenchmark::message)
            .toArray(QueueMessage[]::new);
    pseudonymiser = Protection.plain();
    parser = new EventParser(SpecFile.builtIn(), pseudonymiser);
    unmasked = new EventParser(SpecFile.builtIn(), value -> new Pseudonym(value, value));
  }

  @Benchmark
  public ParsedMessage parse_and_mask() {
    return parser.parse(next());
  }

  @Benchmark
  public ParsedMessage parse_only() {
    return unmasked.parse(next());
  }

  @Benchmark
  public Pseudonym mask_one_value() {
    return pseudonymiser.mask(next().id());
  }

  private QueueMessage next() {
    next = next + 1 < messages.length ? next + 1 : 0;
    return messages[next];
  }

  private static List<String> samples() throws IOException {
    try (InputStream in =
        ParseBenchmark.class.getResourceAsStream("/etl/sandbox/sample-events.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static QueueMessage message(String body) {
    String id = UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8)).toString();
    return new QueueMessage(new Receipt(id, "handle", ""), body, Instant.now(), 1);
  }
}
