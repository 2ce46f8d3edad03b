package etl.cli.option;

import etl.environment.Environment;
import etl.log.Log;
import etl.log.LogLevel;
import etl.masking.CurrentProtection;
import etl.masking.KeyFile;
import etl.masking.KeySource;
import etl.masking.KeysException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which masking and encryption keys. */
public sealed class KeyOptions permits KeyOptions.WithRecovery {
  @Option(
      names = "--keys",
      order = 1,
      paramLabel = "FILE",
      description =
          "The key file, made by etl keys create. Environment: ETL_KEYS_FILE, or ETL_KEYS with the"
              + " file's content.")
  Path keys;

  public static void warnUnkeyed(CurrentProtection protection, Log log) {
    if (protection.current().generation() == 0) {
      log.log(
          LogLevel.WARN,
          "masking.unkeyed",
          "message",
          "masks are made without a key: anyone can check a guessed value against a mask, and"
              + " originals are stored unencrypted; see etl keys create");
    }
  }

  /** The option that opens what is stored so, with a space before it, for a command to copy. */
  public String opening(CurrentProtection protection) {
    if (protection.current().seals()) {
      return " --recovery-keys FILE";
    }
    return keys == null ? "" : " --keys " + EnvironmentOptions.quoted(keys);
  }

  /**
   * The protection with these keys, or the plain one if there are none.
   *
   * @throws etl.masking.KeysException if the keys cannot be read, or are the recovery file's
   */
  public CurrentProtection open(Environment environment) {
    return source(environment)
        .map(source -> CurrentProtection.keyed(() -> source.read().requireConsumers()))
        .orElseGet(CurrentProtection::plain);
  }

  final Optional<KeySource> source(Environment environment) {
    return source(environment, keys, Environment.KEYS_FILE, Environment.KEYS);
  }

  /** The option's file, or the one that a variable names, or another variable's text. */
  static Optional<KeySource> source(
      Environment environment, Path option, String fileName, String textName) {
    if (option != null) {
      return Optional.of(new KeyFile(option));
    }
    String file = environment.get(fileName);
    if (file != null) {
      return Optional.of(new KeyFile(Path.of(file)));
    }
    return Optional.ofNullable(environment.get(textName))
        .map(text -> KeySource.text(text, textName));
  }

  /** Which keys, for commands that may open what consumers have sealed. */
  public static final class WithRecovery extends KeyOptions {
    @Option(
        names = "--recovery-keys",
        order = 1,
        paramLabel = "FILE",
        description =
            "The recovery file, which opens what consumers have sealed. It holds the keys of --keys"
                + " too. Environment: ETL_RECOVERY_KEYS_FILE, or ETL_RECOVERY_KEYS with the file's"
                + " content.")
    Path recoveryKeys;

    /**
     * The protection with the recovery file, or with the key file alone, or the plain one.
     *
     * @throws KeysException if the keys cannot be read, or the two files do not belong together
     */
    @Override
    public CurrentProtection open(Environment environment) {
      Optional<KeySource> consumers = source(environment);
      return source(
              environment, recoveryKeys, Environment.RECOVERY_KEYS_FILE, Environment.RECOVERY_KEYS)
          .map(
              recovery ->
                  CurrentProtection.keyed(
                      () -> recovery.read().requireRecovery(consumers.map(KeySource::read))))
          .orElseGet(() -> super.open(environment));
    }

    /**
     * The same for a command that cannot do without the recovery file, where there is one.
     *
     * @param what the command opens
     * @throws KeysException also if there is one, and it is not given
     */
    public CurrentProtection openFor(Environment environment, String what) {
      CurrentProtection protection = open(environment);
      if (!protection.current().opens()) {
        throw KeysException.closed(what);
      }
      return protection;
    }
  }
}
