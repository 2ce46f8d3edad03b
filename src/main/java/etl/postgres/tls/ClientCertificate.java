package etl.postgres.tls;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.X509ExtendedKeyManager;

/** The client's certificate and key, which are shown to every server that asks, as libpq does. */
final class ClientCertificate extends X509ExtendedKeyManager {
  private static final String ALIAS = "etl";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  private ClientCertificate(X509Certificate[] chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /**
   * Reads them.
   *
   * @param certificate the certificate's file; null where the key's file has it, too
   * @param password what the key is encrypted with; null if it is not
   * @throws etl.event.StoreException if they cannot be used
   */
  static ClientCertificate of(String certificate, Path key, String password) {
    if (PrivateKeyFile.isStore(key.toString())) {
      PrivateKeyFile.Entry entry = PrivateKeyFile.readStore(key, password);
      return new ClientCertificate(
          Arrays.copyOf(entry.chain(), entry.chain().length, X509Certificate[].class), entry.key());
    }
    X509Certificate[] chain =
        TrustedRoots.read(Path.of(certificate)).toArray(X509Certificate[]::new);
    if (!Files.exists(key)) {
      throw TlsSocketFactory.wrong(
          "the private key file " + key + " of the certificate is missing");
    }
    return new ClientCertificate(chain, PrivateKeyFile.read(key, password));
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    // Those of another kind of key are asked for first, one after the other.
    return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
