package etl.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import etl.masking.CurrentProtection;
import etl.masking.KeyFile;
import etl.masking.KeyFilePair;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyOptionsTest {
  @TempDir private Path folder;

  @Test
  void names_the_file_that_opens_what_is_stored() {
    KeyOptions options = new KeyOptions();
    options.keys = folder.resolve("my keys");
    KeyFile one = new KeyFile(options.keys);
    one.create(Instant.EPOCH);
    assertThat(options.opening(CurrentProtection.keyed(one)))
        .isEqualTo(" --keys '" + options.keys + "'");

    options.keys = folder.resolve("etl.keys");
    KeyFile consumers = new KeyFile(options.keys);
    new KeyFilePair(consumers, new KeyFile(folder.resolve("etl.recovery"))).create(Instant.EPOCH);
    assertThat(options.opening(CurrentProtection.keyed(consumers)))
        .isEqualTo(" --recovery-keys FILE");
  }

  @Test
  void names_none_where_there_is_none() {
    assertThat(new KeyOptions().opening(CurrentProtection.plain())).isEmpty();
  }
}
