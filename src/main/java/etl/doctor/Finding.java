package etl.doctor;

import java.util.Locale;
import java.util.Objects;

/**
 * What an examination of an installation has found in one place.
 *
 * @param check the place, as a stable name
 * @param status how bad it is
 * @param found what is there; without any values of messages
 * @param remedy what to do about it; empty where all is well
 */
public record Finding(String check, Status status, String found, String remedy) {
  /** How bad it is. */
  public enum Status {
    OK,
    WARNING,
    FAILED;

    /** As it is printed. */
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

  /** All is well, or else this warning is due. */
  public static Finding expect(boolean well, String check, String found, String remedy) {
    return well ? ok(check, found) : warning(check, found, remedy);
  }
}
