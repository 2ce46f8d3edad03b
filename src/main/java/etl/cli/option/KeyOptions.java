package etl.cli.option;

import etl.environment.Environment;
import etl.log.Log;
import etl.log.LogLevel;
import etl.masking.CurrentProtection;
import etl.masking.KeyFile;
import etl.masking.KeySource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which masking and encryption keys. */
public final class KeyOptions {
  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "The key file, made by etl keys create. Environment: ETL_KEYS_FILE, or ETL_KEYS with the"
              + " file's content.")
  Path keys;

  /** Warns a consumer that has no keys. */
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

  /** The option as it was given, with a space before it, for a command that is to go on. */
  public String given() {
    return keys == null ? "" : " --keys " + ShellWord.quoted(keys.toString());
  }

  /**
   * The protection with these keys, or the plain one if there are none.
   *
   * @throws etl.masking.KeysException if the keys cannot be read
   */
  public CurrentProtection open(Environment environment) {
    if (keys != null) {
      return CurrentProtection.keyed(new KeyFile(keys));
    }
    String file = environment.get(Environment.KEYS_FILE);
    if (file != null) {
      return CurrentProtection.keyed(new KeyFile(Path.of(file)));
    }
    String text = environment.get(Environment.KEYS);
    return text == null
        ? CurrentProtection.plain()
        : CurrentProtection.keyed(KeySource.text(text, Environment.KEYS));
  }
}
