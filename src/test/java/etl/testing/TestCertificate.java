package etl.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's certificate and key, made by the JDK's own keytool and signed by an authority made for
 * the occasion.
 *
 * @param root the authority's certificate, as PEM
 * @param certificate the server's, as PEM
 * @param key the server's private key, as PEM
 */
public record TestCertificate(String root, String certificate, String key) {
  private static final String PASSWORD = "password";
  private static final String AUTHORITY = "authority";
  private static final String SERVER = "server";

  /**
   * Makes one.
   *
   * @param folder an empty one
   * @param authority the authority's name
   * @param days how long the server's certificate is valid, from two days ago on
   * @param host the name that the certificate is for
   */
  public static TestCertificate of(Path folder, String authority, int days, String host) {
    Path store = folder.resolve("store.p12");
    Path request = folder.resolve("request");
    Path signed = folder.resolve("signed");
    String[] generate = {"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname"};
    keytool(store, AUTHORITY, generate, "CN=" + authority, "-ext", "bc:c");
    keytool(store, SERVER, generate, "CN=" + host);
    keytool(store, SERVER, new String[] {"-certreq", "-file"}, request.toString());
    keytool(
        store,
        AUTHORITY,
        new String[] {"-gencert", "-infile"},
        request.toString(),
        "-outfile",
        signed.toString(),
        "-startdate",
        "-2d",
        "-validity",
        Integer.toString(days),
        "-ext",
        "san=dns:" + host);
    keytool(store, SERVER, new String[] {"-importcert", "-file"}, signed.toString());
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      return new TestCertificate(
          pem("CERTIFICATE", keys.getCertificate(AUTHORITY).getEncoded()),
          pem("CERTIFICATE", keys.getCertificate(SERVER).getEncoded()),
          pem("PRIVATE KEY", keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With which a server proves that it is this one. */
  public SSLContext context() {
    try {
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          SERVER,
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(key))),
          PASSWORD.toCharArray(),
          new Certificate[] {
            certificates.generateCertificate(new ByteArrayInputStream(der(certificate))),
            certificates.generateCertificate(new ByteArrayInputStream(der(root)))
          });
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
  }

  private static void keytool(Path store, String alias, String[] command, String... options) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(command));
    all.addAll(List.of(options));
    all.addAll(List.of("-alias", alias, "-keystore", store.toString(), "-storepass", PASSWORD));
    Path said = store.resolveSibling("said");
    try {
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile()).start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(what, lines);
  }
}
