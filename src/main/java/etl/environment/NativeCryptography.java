package etl.environment;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hashes, ciphers and key agreements in native code, for everything in the process that asks Java
 * for them, TLS included. {@code bin/etl} has the JVM compile with C1 alone, and what that makes of
 * the JDK's own takes up to ten times as long, of AES-GCM far longer. Nothing but the speed
 * differs.
 *
 * <p>The library is taken from where {@code bin/etl} says that it is, and from nowhere else: the
 * provider would unpack the one in its jar into a temporary folder.
 */
public final class NativeCryptography {
  /** The provider's own property: its library is to be looked for in the JVM's library path. */
  private static final String BESIDE = "com.amazon.corretto.crypto.provider.useExternalLib";

  private NativeCryptography() {}

  /**
   * Begins to load it on a thread beside, which takes some tenths of a second.
   *
   * @return when it is used: empty, or why Java's own is used in its place
   */
  public static CompletableFuture<Optional<String>> load() {
    return CompletableFuture.supplyAsync(
        NativeCryptography::install,
        task -> Daemons.named("native-cryptography").newThread(task).start());
  }

  private static Optional<String> install() {
    if (!Boolean.getBoolean(BESIDE)) {
      return Optional.of("none was named as the process was started");
    }
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable error = provider.getLoadingError();
      if (error == null) {
        Security.insertProviderAt(provider, 1);
      }
      return Optional.ofNullable(error).map(Throwable::toString);
    } catch (LinkageError | SecurityException e) {
      return Optional.of(e.toString());
    }
  }
}
