package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.sqs.direct.ReceivedMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages of a server that does not tell when they were sent. */
class ReceiveFormTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final ReceivedMessage undated =
      new ReceivedMessage("m1", "r", "{}", null, null, null, Map.of());

  @Test
  void time_of_receipt_stands_for_that_of_sending() {
    assertThat(new ReceiveForm(Set.of()).message(undated, false, NOW).sentAt()).isEqualTo(NOW);
  }

  @Test
  void time_of_receipt_will_not_do_for_a_partitioned_table() {
    ReceiveForm dated = new ReceiveForm(Set.of(QueueMessage.SENT));

    assertThatThrownBy(() -> dated.message(undated, false, NOW))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("SentTimestamp");
    assertThat(dated.names()).isEmpty();
  }
}
