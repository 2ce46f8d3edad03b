package etl.cli;

import etl.masking.MaskForm;
import etl.postgres.Database;
import etl.postgres.forget.Forgetting.ForgetPreview;
import etl.postgres.forget.Forgetting.ForgetReceipt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What etl forget says: never a value. */
final class ForgetWords {
  private ForgetWords() {}

  /** The question before anything is forgotten: what goes, and how much of it. */
  static String older(Instant cutoff, Database database) {
    return "Remove all mappings first written before %s at %s for good?"
        .formatted(cutoff.truncatedTo(ChronoUnit.SECONDS), database.target());
  }

  static String these(List<String> hashes, int values, ForgetPreview preview, Database database) {
    String what = values == 1 ? "1 value" : values + " values";
    if (values == 0) {
      what = hashes.size() == 1 ? MaskForm.withoutDomain(hashes.get(0)) : hashes.size() + " hashes";
    }
    return "Forget %s at %s for good, with %d %s and %d %s?"
        .formatted(
            what,
            database.target(),
            preview.mappings(),
            preview.mappings() == 1 ? "mapping" : "mappings",
            preview.rejects(),
            preview.rejects() == 1 ? "rejected message" : "rejected messages");
  }

  /** Why a forgetting that is not complete ends with an exit code other than 0. */
  static String shortfall(ForgetReceipt receipt) {
    if (receipt.unreadable() > 0) {
      return (receipt.unreadable() == 1
              ? "1 rejected message could not be read"
              : receipt.unreadable() + " rejected messages could not be read")
          + ", and may hold a forgotten value";
    }
    return "neither a mapping nor a rejected message was removed; what was given is forgotten all"
        + " the same: if it comes again, it gets no mapping";
  }
}
