package etl.postgres.write;

import etl.event.MaskedEvent;
import etl.event.WriteBatch;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Re-keys events that were masked with earlier keys, without their messages. */
final class RekeyedBatch {
  private final int[] maskedColumns;

  RekeyedBatch(EventSpec spec) {
    this.maskedColumns =
        spec.maskedColumns().stream().mapToInt(column -> spec.columns().indexOf(column)).toArray();
  }

  /** The batch with all masks in the newest generation; the batch itself if they already are. */
  WriteBatch to(Protection protection, WriteBatch batch) {
    String prefix = MaskForm.prefix(protection.generation());
    if (prefix.isEmpty() || batch.events().stream().allMatch(event -> isOf(prefix, event))) {
      return batch;
    }
    List<MaskedEvent> rekeyed = new ArrayList<>(batch.events().size());
    for (MaskedEvent event : batch.events()) {
      rekeyed.add(isOf(prefix, event) ? event : rekeyed(event, protection));
    }
    return new WriteBatch(rekeyed, batch.rejects());
  }

  private static boolean isOf(String prefix, MaskedEvent event) {
    for (Pseudonym pseudonym : event.pseudonyms()) {
      if (pseudonym != null && !pseudonym.masked().startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  private MaskedEvent rekeyed(MaskedEvent event, Protection protection) {
    String[] values = event.values().toArray(String[]::new);
    Pseudonym[] pseudonyms = new Pseudonym[maskedColumns.length];
    for (int i = 0; i < maskedColumns.length; i++) {
      Pseudonym old = event.pseudonyms().get(i);
      if (old != null) {
        pseudonyms[i] = protection.rekeyed(old);
        values[maskedColumns[i]] = pseudonyms[i].masked();
      }
    }
    return new MaskedEvent(
        event.messageId(), event.sentAt(), Arrays.asList(values), Arrays.asList(pseudonyms));
  }
}
