package etl.postgres.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are believed. */
final class TrustedRoots {
  /** Where systems keep them: Debian and Alpine, Red Hat, SUSE. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private TrustedRoots() {}

  /** Those of a file; for {@link TlsSocketFactory#SYSTEM} the JVM's and the system's. */
  static TrustManager of(String file) {
    Set<Certificate> roots = new LinkedHashSet<>();
    try {
      if (file.equals(TlsSocketFactory.SYSTEM)) {
        roots.addAll(List.of(manager(null).getAcceptedIssuers()));
        BUNDLES.stream()
            .map(Path::of)
            .filter(Files::isReadable)
            .findFirst()
            .ifPresent(bundle -> roots.addAll(read(bundle)));
      } else {
        roots.addAll(read(Path.of(file)));
      }
      return manager(store(roots));
    } catch (GeneralSecurityException e) {
      throw TlsSocketFactory.wrong("the root certificates cannot be used: " + file, e);
    }
  }

  /** Certificates in PEM, or one in DER. */
  static Collection<X509Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw TlsSocketFactory.wrong("there is no certificate in " + file);
      }
      return found;
    } catch (IOException e) {
      throw TlsSocketFactory.wrong("the certificate file " + file + " cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw TlsSocketFactory.wrong("there is no certificate in " + file, e);
    }
  }

  private static KeyStore store(Collection<Certificate> roots) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate root : roots) {
        store.setCertificateEntry("root-" + number++, root);
      }
      return store;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
