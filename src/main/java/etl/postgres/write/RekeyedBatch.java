package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Re-keys events that were masked with earlier keys, without their messages. */
final class RekeyedBatch {
  private final CurrentProtection keys;
  private final Protection first;

  // Of each kind, the places of its masked columns.
  private final List<int[]> maskedColumns;

  /**
   * @param keys the same that the events are masked with from now on
   */
  RekeyedBatch(EventSpec spec, CurrentProtection keys) {
    this.keys = keys;
    this.first = keys.current();
    this.maskedColumns = spec.events().stream().map(RekeyedBatch::places).toList();
  }

  private static int[] places(EventKind kind) {
    return kind.maskedColumns().stream()
        .mapToInt(column -> kind.columns().indexOf(column))
        .toArray();
  }

  /** The batch with all masks in the newest generation; the batch itself if they already are. */
  WriteBatch to(Protection protection, WriteBatch batch) {
    if (protection == first && keys.current() == first) {
      // No event can have been masked with others.
      return batch;
    }
    String prefix = MaskForm.prefix(protection.generation());
    if (batch.events().stream().allMatch(event -> isOf(prefix, event))) {
      return batch;
    }
    List<MaskedEvent> rekeyed = new ArrayList<>(batch.events().size());
    for (MaskedEvent event : batch.events()) {
      rekeyed.add(isOf(prefix, event) ? event : rekeyed(event, protection));
    }
    return new WriteBatch(rekeyed, batch.rejects());
  }

  private static boolean isOf(String prefix, MaskedEvent event) {
    for (MaskedRow row : event.rows()) {
      for (Pseudonym pseudonym : row.pseudonyms()) {
        if (pseudonym != null && !pseudonym.masked().startsWith(prefix)) {
          return false;
        }
      }
    }
    return true;
  }

  private MaskedEvent rekeyed(MaskedEvent event, Protection protection) {
    int[] places = maskedColumns.get(event.kind());
    List<MaskedRow> rows =
        event.rows().stream().map(row -> rekeyed(row, places, protection)).toList();
    return new MaskedEvent(event.messageId(), event.sentAt(), event.kind(), rows);
  }

  private static MaskedRow rekeyed(MaskedRow row, int[] places, Protection protection) {
    String[] values = row.values().toArray(String[]::new);
    Pseudonym[] pseudonyms = new Pseudonym[places.length];
    for (int i = 0; i < places.length; i++) {
      Pseudonym old = row.pseudonyms().get(i);
      if (old != null) {
        pseudonyms[i] = protection.rekeyed(old);
        // What follows a mask, such as an address's domain, stays.
        String rest = values[places[i]].substring(old.masked().length());
        values[places[i]] = pseudonyms[i].masked() + rest;
      }
    }
    return new MaskedRow(Arrays.asList(values), Arrays.asList(pseudonyms));
  }
}
