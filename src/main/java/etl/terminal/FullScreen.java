package etl.terminal;

import java.util.List;
import java.util.function.Consumer;

/**
 * Shows lines on the whole terminal and redraws them in one write, so that nothing flickers. The
 * terminal's previous content is restored at the end. Thread-safe.
 */
public final class FullScreen implements AutoCloseable {
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
    draw(Escapes.ERASE_ALL);
  }

  private void draw(String before) {
    if (closed || lines.isEmpty()) {
      return;
    }
    if (size == null) {
      size = terminal.size().orElse(new Terminal.Size(80, 24));
    }
    StringBuilder screen = new StringBuilder(open ? "" : Escapes.OTHER_SCREEN);
    open = true;
    screen.append(before).append(Escapes.HOME);
    int shown = Math.min(lines.size(), size.rows());
    for (int i = 0; i < shown; i++) {
      String line = lines.get(i);
      screen.append(i == 0 ? "" : "\r\n");
      screen.append(line, 0, Math.min(line.length(), size.columns()));
      // In the last column it would erase the last character.
      screen.append(line.length() < size.columns() ? Escapes.ERASE_RIGHT : "");
    }
    out.accept(screen.append(shown < size.rows() ? Escapes.ERASE_BELOW : "").toString());
  }

  /** Restores the terminal, and shows nothing from now on. */
  public synchronized void leave() {
    if (open && !closed) {
      out.accept(Escapes.FIRST_SCREEN);
    }
    closed = true;
  }

  @Override
  public void close() {
    leave();
  }
}
