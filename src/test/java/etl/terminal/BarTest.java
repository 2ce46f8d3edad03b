package etl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTest {
  @ParameterizedTest
  @CsvSource({
    "80, 37, 100, 'draining  37% |█████████▌                |  37/100 (1:02:03) 1,234/s, 7s left'",
    "60, 37, 100, 'draining  37% |██▏   |  37/100 (1:02:03) 1,234/s, 7s left'",
    "43, 37, 100, 'draining  37% |▎|  37/100 (1:02:03) 1,23'",
    "60, 0, 50, 'draining   0% |        |  0/50 (1:02:03) 1,234/s, 7s left'",
    "60, 50, 40, 'draining 100% |████████| 50/50 (1:02:03) 1,234/s, 7s left'",
    "60, 0, 0, 'draining   0% |          | 0/0 (1:02:03) 1,234/s, 7s left'",
    "60, 37, , 'draining  ? % | █       | 37/? (1:02:03) 1,234/s, 7s left'",
  })
  void bar_fills_its_line_and_shows_how_much_of_how_much(
      int columns, long done, Long total, String line) {
    assertThat(shown(columns, true, done, total)).isEqualTo(line);
  }

  @Test
  void terminal_without_unicode_gets_ascii() {
    assertThat(shown(60, false, 37, 100L))
        .isEqualTo("draining  37% [==    ]  37/100 (1:02:03) 1,234/s, 7s left");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 12, 22, 23, 24, 30, 60})
  void bar_is_one_line_in_any_width_and_none_where_it_cannot_be_read(int columns) {
    for (Long total : new Long[] {10L, null}) {
      String line = shown(columns, true, 5, total);
      assertThat(line.length()).isEqualTo(columns < 23 ? 0 : columns - 3);
    }
  }

  @Test
  void nothing_is_left_of_it_at_the_end() {
    Screen screen = new Screen(60);
    try (Bar bar = new Bar(new StatusLine(screen.stream(), screen), "draining", true)) {
      show(bar, 37, 100L);
      assertThat(screen.lines().get(0)).isNotEmpty();
    }
    assertThat(screen.lines()).containsExactly("");
  }

  private static String shown(int columns, boolean unicode, long done, Long total) {
    Screen screen = new Screen(columns);
    show(new Bar(new StatusLine(screen.stream(), screen), "draining", unicode), done, total);
    assertThat(screen.lines()).hasSize(1);
    return screen.lines().get(0);
  }

  private static void show(Bar bar, long done, Long total) {
    bar.show(
        done,
        total == null ? OptionalLong.empty() : OptionalLong.of(total),
        Duration.parse("PT1H2M3S"),
        "1,234/s, 7s left");
  }
}
