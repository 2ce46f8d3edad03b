package etl.spec.file;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is wrong with specs, whose texts stand in single quotes here. */
final class Problems {
  private Problems() {}

  static List<String> of(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    SpecException refused = catchThrowableOfType(SpecException.class, () -> SpecFile.read(bytes));
    return refused == null ? List.of() : refused.problems();
  }
}
