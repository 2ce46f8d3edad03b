package etl.terminal;

import java.util.List;
import java.util.function.Consumer;

/**
 * Shows lines on the whole terminal and redraws them in one write, so that nothing flickers. The
 * terminal's previous content is restored at the end. Thread-safe.
 */
public final class FullScreen implements AutoCloseable {
  // Control sequences of ECMA-48 that every current terminal understands.
  private static final String ERASE_RIGHT = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String ERASE_ALL = "\u001b[2J";
  private static final String HOME = "\u001b[H";

  /** Switches to the alternate screen, and hides the cursor. */
  private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";

  /** Switches back to the main screen, with its cursor. */
  private static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";

  private final Consumer<String> out;
  private final Terminal terminal;

  private List<String> lines = List.of();
  private Terminal.Size size;
  private boolean open;
  private boolean closed;

  /**
   * @param out writes to the terminal at once
   * @param terminal asked for its size at first and after {@link #resized}
   */
  public FullScreen(Consumer<String> out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Replaces the lines, as many as fit. */
  public synchronized void show(List<String> replacement) {
    lines = List.copyOf(replacement);
    draw("");
  }

  /** The terminal's size has changed: redraws the lines. */
  public synchronized void resized() {
    size = null;
    draw(ERASE_ALL);
  }

  private void draw(String before) {
    if (closed || lines.isEmpty()) {
      return;
    }
    if (size == null) {
      size = terminal.size().orElse(new Terminal.Size(80, 24));
    }
    StringBuilder screen = new StringBuilder(open ? "" : OTHER_SCREEN);
    open = true;
    screen.append(before).append(HOME);
    int shown = Math.min(lines.size(), size.rows());
    for (int i = 0; i < shown; i++) {
      String line = lines.get(i);
      screen.append(i == 0 ? "" : "\r\n");
      screen.append(line, 0, Math.min(line.length(), size.columns()));
      // In the last column it would erase the last character.
      screen.append(line.length() < size.columns() ? ERASE_RIGHT : "");
    }
    out.accept(screen.append(shown < size.rows() ? ERASE_BELOW : "").toString());
  }

  /** Restores the terminal, and shows nothing from now on. */
  public synchronized void leave() {
    if (open && !closed) {
      out.accept(FIRST_SCREEN);
    }
    closed = true;
  }

  @Override
  public void close() {
    leave();
  }
}
