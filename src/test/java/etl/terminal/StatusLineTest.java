package etl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {
  private final Screen screen = new Screen(40);
  private final StatusLine line = new StatusLine(screen.stream(), screen);

  @Test
  void lines_are_printed_above_it() {
    line.above().println("first");
    line.show("10 %");
    line.above().println("second");
    line.show("20 %");
    line.above().printf("third%nfourth%n");

    assertThat(screen.lines()).containsExactly("first", "second", "third", "fourth", "20 %");
  }

  @Test
  void line_that_is_not_yet_whole_waits() {
    line.show("10 %");
    line.above().print("half ");
    assertThat(screen.lines()).containsExactly("10 %");
    line.above().print("a line\nand");
    assertThat(screen.lines()).containsExactly("half a line", "10 %");
  }

  @Test
  void end_leaves_a_clean_line() {
    line.show("10 %");
    line.close();
    line.show("20 %");
    line.above().println("done");

    assertThat(screen.lines()).containsExactly("done", "");
  }

  @Test
  void shorter_text_leaves_nothing_of_the_longer_one() {
    line.show("a long text");
    line.show("short");
    assertThat(screen.lines()).containsExactly("short");
  }

  @Test
  void text_stays_in_one_line_with_room_for_an_interrupt() {
    line.show("x".repeat(100));
    assertThat(screen.lines()).containsExactly("x".repeat(37));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 19, 36, 37, 38, 200})
  void another_width_leaves_nothing_of_it_behind(int width) {
    line.above().println("before");
    line.show("x".repeat(37));
    screen.resize(width);
    line.resized();
    line.show("y");
    line.above().println("after");

    assertThat(screen.lines()).containsExactly("before", "after", width > 3 ? "y" : "");
  }
}
