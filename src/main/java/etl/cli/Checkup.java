package etl.cli;

import com.sun.management.OperatingSystemMXBean;
import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import etl.doctor.Remedy;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.event.StoreException;
import etl.log.Log;
import etl.masking.CurrentProtection;
import etl.masking.KeysException;
import etl.postgres.Database;
import etl.postgres.examine.DatabaseExamination;
import etl.postgres.examine.PartitionExamination;
import etl.postgres.examine.TableExamination;
import etl.postgres.examine.TransactionExamination;
import etl.spec.EventSpec;
import etl.sqs.QueueExamination;
import etl.sqs.QueueExamination.DelayedDeletes;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks this machine, the queue, the database and the keys, as far as each can be reached. */
final class Checkup {
  /** A consumer's default: one for each writer and one to spare. */
  private static final int CONNECTIONS = 3;

  /** A consumer's default for the most transactions at once. */
  private static final int WRITERS = 2;

  /** A consumer's default for the most messages of one transaction. */
  private static final int BATCH_SIZE = 1000;

  private static final long SMALL_HEAP = 120L << 20;

  /** What the JVM takes besides the heap: code, classes, threads, buffers of the network. */
  private static final long BESIDE_HEAP = 128L << 20;

  private final DoctorCommand asked;
  private final Environment variables;
  private final EventSpec spec;
  private final Clock clock;
  private final Log log;

  /**
   * What was found at the database.
   *
   * @param batch how long a batch takes in it, zero if unknown
   * @param otherKeys whether it has keys that the given ones are not, or lack
   */
  private record Examined(List<Finding> findings, Duration batch, boolean otherKeys) {}

  Checkup(DoctorCommand asked, Environment variables, EventSpec spec, Clock clock, Log log) {
    this.asked = asked;
    this.variables = variables;
    this.spec = spec;
    this.clock = clock;
    this.log = log;
  }

  /** The findings, in the order in which a message meets their subjects. */
  List<Finding> findings() {
    CurrentProtection protection = null;
    Finding keys;
    try {
      protection = asked.keys.open(variables);
      keys = keys(protection.current().generation());
    } catch (KeysException e) {
      keys = Finding.failed("keys", e);
    }
    Examined database = database(protection);
    // A database that has keys wants its own file: one that is made anew cannot open it.
    if (database.otherKeys && keys.status() == Status.WARNING) {
      keys = Finding.warning(keys.check(), keys.found(), Remedy.NO_KEYS_GIVEN.text());
    }
    List<Finding> findings = new ArrayList<>(machine());
    findings.addAll(queue(database.batch));
    findings.addAll(database.findings);
    findings.add(keys);
    return findings;
  }

  /** This JVM has the heap that a consumer has here: bin/etl sees to it. */
  private static List<Finding> machine() {
    long heap = Runtime.getRuntime().maxMemory();
    return List.of(
        Finding.ok("machine.java", Runtime.version().toString()),
        Finding.expect(
            heap >= SMALL_HEAP,
            "machine.heap",
            mebibytes(heap) + " for a consumer, a quarter of it for messages",
            "give a consumer at least 128 MiB: ETL_JAVA_OPTS=-Xmx256m"),
        memory(heap));
  }

  private static Finding memory(long heap) {
    String check = "machine.memory";
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
      long memory = machine.getTotalMemorySize();
      return Finding.expect(
          memory >= heap + BESIDE_HEAP,
          check,
          mebibytes(memory),
          "a consumer takes its heap and "
              + mebibytes(BESIDE_HEAP)
              + " besides: raise the limit, or lower the heap with ETL_JAVA_OPTS=-Xmx");
    }
    return Finding.ok(check, "not known");
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private List<Finding> queue(Duration batch) {
    try {
      long perSecond =
          batch.isZero() ? 0 : WRITERS * BATCH_SIZE * 1000L / Math.max(1, batch.toMillis());
      return new QueueExamination(
              asked.queue.settings(variables, log),
              batch,
              new DelayedDeletes(asked.deleteAfter, perSecond))
          .findings();
    } catch (CommandFailure e) {
      return List.of(Finding.failed("queue", e.getMessage(), "fix that variable"));
    }
  }

  private Examined database(CurrentProtection protection) {
    List<Finding> findings = new ArrayList<>();
    Duration batch = Duration.ZERO;
    boolean otherKeys = false;
    try (Database opened = asked.database.open(asked.queue.inRegion(variables), log)) {
      DatabaseExamination examination =
          new DatabaseExamination(opened, spec, CONNECTIONS, BATCH_SIZE, clock);
      findings.addAll(examination.findings());
      if (findings.get(0).status() == Status.OK) {
        findings.addAll(TableExamination.findings(opened, spec));
        findings.addAll(PartitionExamination.findings(opened, spec));
        findings.add(TransactionExamination.timeouts(opened, examination.batch()));
        findings.addAll(TransactionExamination.standbys(opened, asked.deleteAfter));
        if (protection != null) {
          Finding generation = examination.generations(protection);
          findings.add(generation);
          findings.add(examination.originals(protection.current()));
          otherKeys = generation.status() == Status.FAILED;
        }
        batch = examination.batch().orElse(Duration.ZERO);
      }
    } catch (StoreException e) {
      findings.add(Finding.failed("database", e));
    }
    return new Examined(findings, batch, otherKeys);
  }

  private Finding keys(int generation) {
    return Finding.expect(
        generation > 0 || asked.allowUnkeyed,
        "keys",
        generation > 0 ? "generation " + generation : "no keys",
        "without a key, anyone can check a guess against a mask: see etl keys create");
  }
}
