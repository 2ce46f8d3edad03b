package etl.postgres;

import etl.postgres.tls.TlsSocketFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.postgresql.PGProperty;

/** What libpq makes of the settings of TLS, with the files in {@code ~/.postgresql}. */
final class TlsSettings {
  private static final List<String> MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** Those by which a password could go to anybody. */
  private static final Set<String> WEAK = Set.of("allow", "prefer");

  private static final String MODE = "sslmode";
  private static final String ROOT = "sslrootcert";
  private static final String CERTIFICATE = "sslcert";
  private static final String KEY = "sslkey";
  private static final String CERTIFICATE_MODE = "sslcertmode";

  private TlsSettings() {}

  /** Completes the settings, or refuses them. */
  static void complete(Map<String, String> settings, Function<String, String> environment) {
    String mode = settings.get(MODE);
    if (mode != null && !MODES.contains(mode)) {
      throw DatabaseUrl.invalid("sslmode must be one of " + String.join(", ", MODES));
    }
    Path folder = LibpqFiles.home(environment).resolve(".postgresql");
    if (TlsSocketFactory.SYSTEM.equals(settings.get(ROOT))) {
      if (mode != null && !mode.equals("verify-full")) {
        throw DatabaseUrl.invalid("sslrootcert=system goes with sslmode=verify-full only");
      }
      settings.put(MODE, "verify-full");
      // OpenSSL takes this one in the place of its own.
      String named = environment.apply("SSL_CERT_FILE");
      settings.put(ROOT, named == null ? TlsSocketFactory.SYSTEM : named);
    } else {
      String given = settings.get(ROOT);
      Path root =
          given == null
              ? folder.resolve("root.crt")
              : LibpqFiles.named(given, ROOT + " is no file's name");
      settings.put(ROOT, root.toString());
      if ("require".equals(mode) && Files.exists(root)) {
        settings.put(MODE, "verify-ca");
      }
    }
    completeCertificate(settings, folder);
    settings.putIfAbsent(PGProperty.SSL_FACTORY.getName(), TlsSocketFactory.class.getName());
    TlsSocketFactory.versions(settings::get);
  }

  private static void completeCertificate(Map<String, String> settings, Path folder) {
    String use = settings.getOrDefault(CERTIFICATE_MODE, "allow");
    if (!Set.of("allow", "disable").contains(use)) {
      throw DatabaseUrl.invalid("sslcertmode is allow or disable");
    }
    if (use.equals("disable")) {
      settings.remove(CERTIFICATE);
      settings.remove(KEY);
      return;
    }
    Path certificate = folder.resolve("postgresql.crt");
    if (!settings.containsKey(CERTIFICATE) && Files.exists(certificate)) {
      settings.put(CERTIFICATE, certificate.toString());
    }
    if (!settings.containsKey(KEY) && settings.containsKey(CERTIFICATE)) {
      // The second is where the driver has its own form of a key.
      Path key = folder.resolve("postgresql.key");
      Path other = folder.resolve("postgresql.pk8");
      settings.put(KEY, (Files.exists(key) || !Files.exists(other) ? key : other).toString());
    }
  }

  /** Asks for TLS, without which a token would go over the line in the clear. */
  static void require(Map<String, String> settings) {
    String mode = settings.getOrDefault(MODE, "prefer");
    if (mode.equals("disable")) {
      throw DatabaseUrl.invalid("--database-auth iam needs TLS: sslmode cannot be disable");
    } else if (WEAK.contains(mode)) {
      settings.put(MODE, "require");
    }
  }
}
