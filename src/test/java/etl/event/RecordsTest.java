package etl.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final List<String> PERSONAL =
      List.of("192.0.2.1", "593-47-5928", "u-1", "DE", "2.3.0");

  @Test
  void records_print_ids_and_no_payload() {
    QueueMessage message = Logins.message(Logins.BODY);
    ParsedMessage event = Logins.parse(Logins.BODY);
    ParsedMessage reject = Logins.parse(Logins.BODY + "}");
    WriteBatch batch = WriteBatch.sorted(List.of(event, reject));

    assertThat(Stream.of(message, event, reject, batch).map(Object::toString))
        .allMatch(text -> text.contains(Logins.ID))
        .allMatch(text -> PERSONAL.stream().noneMatch(text::contains));
    assertThat(Logins.row(Logins.BODY).toString() + Logins.row(Logins.BODY).pseudonyms())
        .doesNotContain("192.0.2.1", "593-47-5928");
  }

  @Test
  void text_counts_what_it_takes_in_memory_or_as_utf_8() {
    assertThat(Logins.message("x".repeat(5_000)).bytes()).isEqualTo(5_000);
    assertThat(Logins.message("\u00e4".repeat(5_000)).bytes()).isEqualTo(10_000);
    assertThat(Logins.message("\u4e2d".repeat(5_000)).bytes()).isEqualTo(15_000);
    assertThat(Logins.message("\ud83d\ude00".repeat(5_000)).bytes()).isEqualTo(20_000);
    // One such letter makes the whole string wide.
    assertThat(Logins.message("x".repeat(4_999) + "\u4e2d").bytes()).isEqualTo(10_000);
    assertThat(Logins.parse("\u4e2d".repeat(5_000)).bytes()).isEqualTo(15_000);
  }

  @Test
  void receipt_does_not_print_its_handle() {
    Receipt receipt = new Receipt(Logins.ID, "the-handle", "");

    assertThat(receipt.toString()).contains(Logins.ID).doesNotContain("the-handle");
    assertThat(new EntryFailure(receipt, "InternalError", true).toString())
        .doesNotContain("the-handle");
  }

  @Test
  void batch_is_sorted_by_message_id_or_keeps_its_order() {
    List<ParsedMessage> messages =
        Stream.of("c", "a", "b").map(id -> (ParsedMessage) event(id)).toList();

    assertThat(WriteBatch.sorted(messages).events())
        .extracting(MaskedEvent::messageId)
        .containsExactly("a", "b", "c");
    assertThat(WriteBatch.inOrder(messages).events())
        .extracting(MaskedEvent::messageId)
        .containsExactly("c", "a", "b");
  }

  @Test
  void batch_counts_events_and_rejects() {
    WriteBatch batch =
        WriteBatch.sorted(List.of(event("a"), Logins.parse("no"), Logins.parse("no")));

    assertThat(batch.events()).hasSize(1);
    assertThat(batch.rejects()).hasSize(2);
    assertThat(batch.size()).isEqualTo(3);
  }

  @Test
  void summary_whose_deliveries_do_not_add_up_is_refused() {
    assertThat(summary(15, 1).counts().released()).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> summary(15, 2));
  }

  @Test
  void delivery_counts_at_least_once() {
    Receipt receipt = new Receipt(Logins.ID, "handle", "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QueueMessage(receipt, "", Instant.EPOCH, 0));
  }

  private static MaskedEvent event(String id) {
    return new MaskedEvent(id, Instant.EPOCH, 0, List.of());
  }

  private static ConsumeSummary summary(long received, long written) {
    return new ConsumeSummary(
        new ConsumeCounts(received, written, 2, 3, 4, 5, 0, 6),
        false,
        Duration.ZERO,
        Duration.ZERO,
        StopReason.IDLE,
        null);
  }
}
