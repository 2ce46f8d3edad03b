package etl.postgres.tls;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.SanitisedException;
import etl.event.StoreException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.WrappedFactory;

/**
 * Makes the sockets for TLS by libpq's settings: roots and keys as OpenSSL reads them. The driver
 * makes one for each connection, so that files which are renewed are read anew; it checks the
 * host's name itself.
 */
public final class TlsSocketFactory extends WrappedFactory {
  /** In the place of a file with roots: those that the system trusts. */
  public static final String SYSTEM = "system";

  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private final String[] versions;

  /**
   * @param properties the driver's, and libpq's that the driver does not have
   * @throws etl.event.StoreException if a file is missing or cannot be used
   */
  public TlsSocketFactory(Properties properties) {
    UnaryOperator<String> settings = properties::getProperty;
    versions = versions(settings);
    String mode = Optional.ofNullable(settings.apply("sslmode")).orElse("prefer");
    TrustManager trust =
        mode.startsWith("verify")
            ? TrustedRoots.of(settings.apply("sslrootcert"))
            : new NonValidatingFactory.NonValidatingTM();
    String certificate = settings.apply("sslcert");
    String key = settings.apply("sslkey");
    KeyManager[] own =
        certificate == null && !PrivateKeyFile.isStore(key)
            ? new KeyManager[0]
            : new KeyManager[] {
              ClientCertificate.of(certificate, Path.of(key), settings.apply("sslpassword"))
            };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, new TrustManager[] {trust}, null);
      factory = context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The versions of TLS that are asked for; null for those of the JVM.
   *
   * @throws etl.event.StoreException if there are none such
   */
  public static String[] versions(UnaryOperator<String> settings) {
    String least = settings.apply("ssl_min_protocol_version");
    String most = settings.apply("ssl_max_protocol_version");
    if (least == null && most == null) {
      return null;
    }
    int from = least == null ? VERSIONS.indexOf("TLSv1.2") : VERSIONS.indexOf(least);
    int to = most == null ? VERSIONS.size() - 1 : VERSIONS.indexOf(most);
    if (from < 0 || to < from) {
      throw wrong(
          "ssl_min_protocol_version and ssl_max_protocol_version are each one of "
              + String.join(", ", VERSIONS));
    }
    return VERSIONS.subList(from, to + 1).toArray(String[]::new);
  }

  /** The one way in which the driver makes its sockets. */
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean close)
      throws IOException {
    Socket encrypted = super.createSocket(socket, host, port, close);
    if (versions != null) {
      ((SSLSocket) encrypted).setEnabledProtocols(versions);
    }
    return encrypted;
  }

  /** What is wrong with the settings or their files. */
  static StoreException wrong(String why, Exception cause) {
    return new StoreException(
        Fault.CONFIGURATION,
        "",
        "the database settings are wrong: " + why,
        Remedy.CERTIFICATE_FILES,
        cause == null ? null : SanitisedException.of(cause));
  }

  static StoreException wrong(String why) {
    return wrong(why, null);
  }
}
