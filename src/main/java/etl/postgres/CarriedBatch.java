package etl.postgres;

import etl.event.EventSpec;
import etl.event.MaskedEvent;
import etl.event.WriteBatch;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Brings events that were masked by earlier keys to the newest ones, without their messages. */
final class CarriedBatch {
  private final int[] maskedColumns;

  CarriedBatch(EventSpec spec) {
    this.maskedColumns =
        spec.maskedColumns().stream().mapToInt(column -> spec.columns().indexOf(column)).toArray();
  }

  /** The batch with masks of the newest generation only; the batch itself if it has no others. */
  WriteBatch to(Protection protection, WriteBatch batch) {
    String prefix = MaskForm.prefix(protection.generation());
    if (prefix.isEmpty() || batch.events().stream().allMatch(event -> isOf(prefix, event))) {
      return batch;
    }
    List<MaskedEvent> carried = new ArrayList<>(batch.events().size());
    for (MaskedEvent event : batch.events()) {
      carried.add(isOf(prefix, event) ? event : carried(event, protection));
    }
    return new WriteBatch(carried, batch.rejects());
  }

  private static boolean isOf(String prefix, MaskedEvent event) {
    for (Pseudonym pseudonym : event.pseudonyms()) {
      if (pseudonym != null && !pseudonym.masked().startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  private MaskedEvent carried(MaskedEvent event, Protection protection) {
    String[] values = event.values().toArray(String[]::new);
    Pseudonym[] pseudonyms = new Pseudonym[maskedColumns.length];
    for (int i = 0; i < maskedColumns.length; i++) {
      Pseudonym old = event.pseudonyms().get(i);
      if (old != null) {
        pseudonyms[i] = protection.carried(old);
        values[maskedColumns[i]] = pseudonyms[i].masked();
      }
    }
    return new MaskedEvent(
        event.messageId(), event.sentAt(), Arrays.asList(values), Arrays.asList(pseudonyms));
  }
}
