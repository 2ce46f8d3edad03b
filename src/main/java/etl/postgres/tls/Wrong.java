package etl.postgres.tls;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.SanitisedException;
import etl.event.StoreException;

/** What is wrong with the settings or their files. */
final class Wrong {
  private Wrong() {}

  static StoreException settings(String why) {
    return settings(why, null);
  }

  static StoreException settings(String why, Exception cause) {
    return new StoreException(
        Fault.CONFIGURATION,
        "",
        "the database settings are wrong: " + why,
        Remedy.CERTIFICATE_FILES,
        cause == null ? null : SanitisedException.of(cause));
  }
}
