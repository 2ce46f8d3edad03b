package etl.doctor;

import java.util.Locale;
import java.util.Objects;

/**
 * The result of one check of an installation.
 *
 * @param check the check's stable name
 * @param status how bad it is
 * @param found what was found; never a value from a message
 * @param remedy what to do about it; empty if all is well
 */
public record Finding(String check, Status status, String found, String remedy) {
  public enum Status {
    OK,
    WARNING,
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(remedy, "remedy");
  }

  public static Finding ok(String check, String found) {
    return new Finding(check, Status.OK, found, "");
  }

  public static Finding warning(String check, String found, String remedy) {
    return new Finding(check, Status.WARNING, found, remedy);
  }

  public static Finding failed(String check, String found, String remedy) {
    return new Finding(check, Status.FAILED, found, remedy);
  }

  /** Failed for this reason, with its remedy. */
  public static Finding failed(String check, RuntimeException why) {
    String remedy =
        RemediableException.remedyFor(why)
            .map(Remedy::text)
            .orElse("run it again with --stacktrace");
    return failed(check, why.getMessage(), remedy);
  }

  /** Ok, or this warning. */
  public static Finding expect(boolean well, String check, String found, String remedy) {
    return well ? ok(check, found) : warning(check, found, remedy);
  }
}
