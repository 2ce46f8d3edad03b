package etl.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "90s, PT1M30S",
    "15m, PT15M",
    "2h, PT2H",
    "1d, PT24H",
    "0s, PT0S",
    "PT15M, PT15M",
    "pt1h30m, PT1H30M",
    "P2D, PT48H",
    "' 3s ', PT3S"
  })
  void reads_what_people_write_and_iso_8601(String text, Duration expected) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-1s",
        "PT-1S",
        "-PT1S",
        "1.5s",
        "1w",
        "5 s",
        "99999999999d",
        "999999999999999999d",
        "9999999999999999999s",
        "PT99999999999H",
        "1s1",
        "soon"
      })
  void refuses_what_is_none_or_makes_no_sense(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("not a duration");
  }
}
