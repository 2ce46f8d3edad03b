package etl.postgres.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys as they come: PEM in PKCS #8, encrypted or not, or in OpenSSL's older forms for RSA
 * and EC; PKCS #8 in DER; PKCS #12.
 */
final class PrivateKeyFile {
  record Entry(PrivateKey key, Certificate[] chain) {}

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448", "DSA");

  private static final String REMEDY = "; openssl pkcs8 -topk8 -in KEY -out NEW makes one that can";

  private PrivateKeyFile() {}

  /** Whether it has the certificates, too. */
  static boolean isStore(String file) {
    String name = file == null ? "" : file.toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  static Entry readStore(Path file, String password) {
    checkAccess(file);
    char[] secret = password == null ? new char[0] : password.toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, secret);
      Enumeration<String> aliases = store.aliases();
      while (aliases.hasMoreElements()) {
        String alias = aliases.nextElement();
        if (store.getKey(alias, secret) instanceof PrivateKey key) {
          return new Entry(key, store.getCertificateChain(alias));
        }
      }
      throw TlsSocketFactory.wrong("there is no private key in " + file);
    } catch (IOException | GeneralSecurityException e) {
      throw TlsSocketFactory.wrong(
          "the file " + file + " cannot be read; sslpassword may be wrong", e);
    }
  }

  static PrivateKey read(Path file, String password) {
    checkAccess(file);
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw TlsSocketFactory.wrong("the private key file " + file + " cannot be read", e);
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      if (text.contains("-----BEGIN")) {
        throw unusable(file);
      }
      return password == null ? plain(file, content) : decrypted(file, content, password);
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
    return switch (pem.group(1)) {
      case "PRIVATE KEY" -> plain(file, encoded);
      case "RSA PRIVATE KEY" -> plain(file, Der.ofRsa(encoded));
      case "EC PRIVATE KEY" -> plain(file, Der.ofEc(encoded));
      case "ENCRYPTED PRIVATE KEY" -> decrypted(file, encoded, password);
      default -> throw unusable(file);
    };
  }

  private static PrivateKey decrypted(Path file, byte[] encoded, String password) {
    if (password == null) {
      throw TlsSocketFactory.wrong(
          "the private key file " + file + " is encrypted: sslpassword is missing");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
      // Of PBES2, the JDK tells what it consists of only so.
      String parameters = info.getAlgParameters().toString();
      String algorithm = parameters.startsWith("PBE") ? parameters : info.getAlgName();
      SecretKey secret =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
      return plain(file, info.getKeySpec(cipher).getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw TlsSocketFactory.wrong(
          "the private key file " + file + " cannot be decrypted; sslpassword may be wrong", e);
    }
  }

  private static PrivateKey plain(Path file, byte[] encoded) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        // It is of another kind.
        continue;
      }
    }
    throw unusable(file);
  }

  private static RuntimeException unusable(Path file) {
    return TlsSocketFactory.wrong(
        "the private key file " + file + " is none that can be read" + REMEDY);
  }

  /** Refuses what others can read, as libpq does; root's own may be read by a group. */
  private static void checkAccess(Path file) {
    try {
      int mode = (Integer) Files.getAttribute(file, "unix:mode");
      int owner = (Integer) Files.getAttribute(file, "unix:uid");
      if ((mode & (owner == 0 ? 037 : 077)) != 0) {
        throw TlsSocketFactory.wrong(
            "others have access to the private key file "
                + file
                + ": chmod 600, or 640 if it is root's");
      }
    } catch (UnsupportedOperationException | IOException e) {
      // Not a file system with such rights, or no file: reading it will tell.
      return;
    }
  }

  /** Wraps OpenSSL's older forms into PKCS #8. */
  private static final class Der {
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] RSA = {
      0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    static byte[] ofRsa(byte[] key) {
      return tagged(0x30, VERSION, RSA, tagged(4, key));
    }

    static byte[] ofEc(byte[] key) {
      return tagged(0x30, VERSION, tagged(0x30, EC, curve(key)), tagged(4, key));
    }

    /** The curve's name: what is in [0], behind the version and the key. */
    private static byte[] curve(byte[] key) {
      int at = start(key, 0);
      while (at < key.length) {
        int content = start(key, at);
        int end = content + length(key, at);
        if (key[at] == (byte) 0xA0) {
          return Arrays.copyOfRange(key, content, end);
        }
        at = end;
      }
      return new byte[0];
    }

    private static int start(byte[] der, int at) {
      return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7F : 0);
    }

    private static int length(byte[] der, int at) {
      int length = der[at + 1] < 0 ? 0 : der[at + 1];
      for (int i = at + 2; i < start(der, at); i++) {
        length = length << 8 | der[i] & 0xFF;
      }
      return length;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        content.writeBytes(part);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(tag);
      int length = content.size();
      if (length > 0xFF) {
        all.write(0x82);
        all.write(length >> 8);
      } else if (length > 0x7F) {
        all.write(0x81);
      }
      all.write(length);
      all.writeBytes(content.toByteArray());
      return all.toByteArray();
    }
  }
}
