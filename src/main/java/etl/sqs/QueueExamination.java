package etl.sqs;

import etl.aws.AwsAccess;
import etl.aws.Network;
import etl.doctor.Finding;
import etl.doctor.Remedy;
import etl.event.QueueException;
import etl.sqs.direct.BatchAnswer;
import etl.sqs.direct.MessageCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Checks a queue for common mistakes. It receives nothing, since a receive counts towards the
 * redrive policy.
 */
public final class QueueExamination {
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration SHORTEST_VISIBILITY = Duration.ofSeconds(30);
  private static final List<String> NO_HANDLE = List.of("none");

  /** Leaves time for the heartbeat and for batches that wait in front. */
  private static final int BATCHES = 10;

  /** A consumer that receives no more above this share leaves the rest to others. */
  private static final double IN_FLIGHT = 0.8;

  private final SqsSettings settings;
  private final Duration batch;
  private final DelayedDeletes delayed;

  /**
   * Messages that a consumer keeps on the queue after their commit.
   *
   * @param delay for how long; zero if it does not
   * @param perSecond how many it commits in a second at most; zero if that is not known
   */
  public record DelayedDeletes(Duration delay, long perSecond) {
    Finding finding(boolean fifo) {
      String check = "queue.delete_after";
      long most = mostInFlight(fifo);
      long held = perSecond * delay.toMillis() / 1000;
      String found =
          "%d ms at %d messages a second: %d in flight, and a queue takes %d"
              .formatted(delay.toMillis(), perSecond, held, most);
      return fifo
          ? Finding.failed(check, found, "--delete-after is not for FIFO queues")
          : Finding.expect(
              held <= most * IN_FLIGHT,
              check,
              found,
              "receiving pauses at 80 % of them: choose a shorter --delete-after");
    }
  }

  /**
   * @param batch how long the database takes for a batch; zero if unknown
   */
  public QueueExamination(SqsSettings settings, Duration batch, DelayedDeletes delayed) {
    this.settings = settings;
    this.batch = batch;
    this.delayed = delayed;
  }

  /** The findings: the region, the credentials, and then the queue as far as it was reached. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    try (AwsAccess access = SqsFaults.ofSettings(() -> AwsAccess.open(settings.aws()))) {
      SqsAddress address = SqsAddress.of(settings.resolved());
      if (looksWell(findings, "aws.region", () -> SqsConnection.withRegion(address).region())) {
        findings.addAll(network(access.network(), address));
        lookAtQueue(findings);
      }
    } catch (QueueException e) {
      findings.add(Finding.failed("queue", e));
    }
    return findings;
  }

  /** The proxy and the certificate authorities in use. */
  private static List<Finding> network(Network network, SqsAddress address) {
    return List.of(
        Finding.ok("aws.proxy", network.describeProxy(address.url()).orElse("none")),
        Finding.ok(
            "aws.ca_bundle", SqsFaults.ofSettings(network::authoritiesFile).orElse("Java's own")));
  }

  private void lookAtQueue(List<Finding> findings) {
    try (SqsConnection connection = new SqsConnection(settings)) {
      if (!looksWell(
          findings,
          "aws.credentials",
          () -> connection.call("log in to", connection.access()::login))) {
        return;
      }
      String url = connection.queueUrl();
      Map<QueueAttributeName, String> told = new QueueAttributes(connection, url).all();
      boolean fifo = "true".equals(told.get(QueueAttributeName.FIFO_QUEUE));
      findings.add(Finding.ok("queue", url));
      findings.addAll(lookAt(told));
      findings.add(inFlight(told, fifo));
      if (!delayed.delay().isZero()) {
        findings.add(delayed.finding(fifo));
      }
      try (MessageCalls calls = connection.calls(url, Set.of())) {
        findings.add(right(connection, "sqs:DeleteMessage", () -> calls.delete(NO_HANDLE)));
        findings.add(
            right(
                connection,
                "sqs:ChangeMessageVisibility",
                () -> calls.changeVisibility(NO_HANDLE, 0)));
      }
    } catch (QueueException e) {
      findings.add(Finding.failed("queue", e));
    }
  }

  private static boolean looksWell(List<Finding> findings, String check, Supplier<String> found) {
    try {
      findings.add(Finding.ok(check, found.get()));
      return true;
    } catch (QueueException e) {
      findings.add(Finding.failed(check, e));
      return false;
    }
  }

  private List<Finding> lookAt(Map<QueueAttributeName, String> told) {
    long retention = number(told, QueueAttributeName.MESSAGE_RETENTION_PERIOD, 345_600);
    long visibility = number(told, QueueAttributeName.VISIBILITY_TIMEOUT, 30);
    boolean redriven = told.containsKey(QueueAttributeName.REDRIVE_POLICY);
    return List.of(
        Finding.expect(
            redriven,
            "queue.redrive_policy",
            redriven ? "there is a dead-letter queue" : "there is no dead-letter queue",
            "give the queue a redrive policy, so that a message that always fails is not"
                + " redelivered for ever"),
        Finding.expect(
            retention >= SHORTEST_RETENTION.toSeconds(),
            "queue.retention",
            "messages are kept for " + retention + " s",
            "a longer outage would lose messages: set MessageRetentionPeriod to several days"),
        visibility(visibility));
  }

  private Finding visibility(long seconds) {
    Duration needed = batch.multipliedBy(BATCHES);
    Duration least = needed.compareTo(SHORTEST_VISIBILITY) < 0 ? SHORTEST_VISIBILITY : needed;
    String measured = batch.isZero() ? "" : "; a batch takes " + batch.toMillis() + " ms";
    return Finding.expect(
        seconds >= least.toSeconds(),
        "queue.visibility_timeout",
        seconds + " s" + measured,
        "set VisibilityTimeout to "
            + least.toSeconds()
            + " s or more: otherwise messages are redelivered while they are being written");
  }

  static Finding inFlight(Map<QueueAttributeName, String> told, boolean fifo) {
    long inFlight = number(told, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, 0);
    long most = mostInFlight(fifo);
    return Finding.expect(
        inFlight <= most * IN_FLIGHT,
        "queue.in_flight",
        inFlight + " messages are in flight, and the queue takes " + most,
        "at the limit nothing can be received: look for consumers that receive and do not delete,"
            + " or for a visibility timeout that is far too long");
  }

  /** How many can be received and not yet deleted: beyond, SQS gives no more. */
  private static long mostInFlight(boolean fifo) {
    return fifo ? 20_000 : 120_000;
  }

  private static long number(
      Map<QueueAttributeName, String> told, QueueAttributeName name, long standard) {
    String text = told.get(name);
    return text == null ? standard : Long.parseLong(text);
  }

  /** Tries a call that cannot change anything, since its receipt handle is invalid. */
  private static Finding right(
      SqsConnection connection, String action, Supplier<BatchAnswer> call) {
    String check = "queue.right." + action.replace("sqs:", "");
    try {
      connection.call("try " + action + " on", () -> attempted(call));
      return Finding.ok(check, "allowed");
    } catch (QueueException e) {
      return Finding.failed(check, e.getMessage(), Remedy.allow(action).text());
    }
  }

  private static boolean attempted(Supplier<BatchAnswer> call) {
    try {
      return call.get() != null;
    } catch (SqsException e) {
      if (SqsFaults.codeOf(e).isDenial()) {
        throw e;
      }
      // The server rejected the handle: a call without permission does not get that far.
      return false;
    }
  }
}
