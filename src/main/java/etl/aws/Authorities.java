package etl.aws;

import etl.event.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificate authorities of a PEM bundle, trusted besides those that Java trusts. */
final class Authorities {
  private Authorities() {}

  /**
   * Reads a bundle.
   *
   * @param name what names the file, for messages
   * @throws AwsException CONFIGURATION if it cannot be read or holds no certificate
   */
  static TrustManager[] with(String name, String file) {
    List<Certificate> trusted = new ArrayList<>(read(name, file));
    try {
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager x509) {
          trusted.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), trusted.get(i));
      }
      return managers(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new AwsException(
          Fault.CONFIGURATION, name + ": the certificates cannot be used for trust", e);
    }
  }

  private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> read(String name, String file) {
    String why;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!found.isEmpty()) {
        return found;
      }
      why = "holds no certificate";
    } catch (IOException | InvalidPathException e) {
      why = "cannot be read";
    } catch (GeneralSecurityException e) {
      why = "is not a PEM file of certificates";
    }
    throw new AwsException(
        Fault.CONFIGURATION, name + " names a file that " + why + ": " + file, null);
  }
}
