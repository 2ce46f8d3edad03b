package etl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullScreenTest {
  private final Screen screen = new Screen(20);
  private final FullScreen shown = new FullScreen(screen.stream()::print, screen);

  @Test
  void lines_are_drawn_over_the_last_ones() {
    shown.show(List.of("one", "two, which is longer", "three"));
    assertThat(screen.lines()).containsExactly("one", "two, which is longer", "three");
    shown.show(List.of("1", "2"));
    assertThat(screen.lines()).containsExactly("1", "2");
  }

  @Test
  void only_what_there_is_room_for_is_shown() {
    shown.show(Collections.nCopies(Screen.HEIGHT + 3, "x".repeat(30)));
    assertThat(screen.lines()).isEqualTo(Collections.nCopies(Screen.HEIGHT, "x".repeat(20)));
  }

  @Test
  void another_size_draws_anew() {
    shown.show(List.of("x".repeat(30)));
    screen.resize(25);
    shown.resized();
    assertThat(screen.lines()).containsExactly("x".repeat(25));
    screen.resize(5);
    shown.resized();
    assertThat(screen.lines()).containsExactly("x".repeat(5));
  }

  @Test
  void end_gives_the_terminal_back_once() {
    screen.stream().print("before");
    shown.show(List.of("one"));
    assertThat(screen.hasCursor()).isFalse();
    shown.leave();
    assertThat(screen.lines()).containsExactly("before");
    assertThat(screen.hasCursor()).isTrue();
    screen.stream().print(", after");
    shown.show(List.of("two"));
    shown.resized();
    shown.close();
    assertThat(screen.lines()).containsExactly("before, after");
  }

  @Test
  void end_without_a_beginning_writes_nothing() {
    shown.close();
    assertThat(screen.lines()).containsExactly("");
  }
}
