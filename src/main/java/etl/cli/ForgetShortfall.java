package etl.cli;

import etl.log.Log;
import etl.postgres.forget.ForgetReceipt;

/** Why a forgetting ends with an exit code other than 0, in words. */
final class ForgetShortfall {
  private ForgetShortfall() {}

  /** Tells it, if there is any; without a value or a hash. */
  static void tell(ForgetReceipt receipt, Log log) {
    if (!receipt.complete()) {
      log.complain("forget.incomplete", reason(receipt));
    }
  }

  private static String reason(ForgetReceipt receipt) {
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
