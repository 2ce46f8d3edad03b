package etl.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A line that stays below everything printed: it is erased before other output and redrawn after
 * it, in one write. Meanwhile, print to {@link #above}. Thread-safe.
 */
public final class StatusLine implements AutoCloseable {
  /** Erases from the cursor to the end of the screen. */
  private static final String ERASE_BELOW = "\u001b[J";

  /** Room for the {@code ^C} that a terminal shows, and for terminals that wrap early. */
  private static final int MARGIN = 3;

  private final PrintStream stream;
  private final Terminal terminal;
  private final PrintStream above = new PrintStream(new Above(), true, StandardCharsets.UTF_8);
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

  private String shown = "";
  private int columns;
  private boolean closed;
  private volatile boolean resized = true;

  /**
   * @param stream connected to the terminal
   * @param terminal asked for its width at first and after {@link #resized}
   */
  public StatusLine(PrintStream stream, Terminal terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /** Accepts whole lines, which appear above the status line. */
  public PrintStream above() {
    return above;
  }

  /** How many characters the line may have; zero if it would be useless. */
  public synchronized int width() {
    return Math.max(0, columns() - MARGIN);
  }

  /** The terminal's size has changed. Returns at once. */
  public void resized() {
    resized = true;
  }

  /** Replaces the text, truncated to the width; an empty text shows no line. */
  public synchronized void show(String text) {
    String fitting = text.length() > width() ? text.substring(0, width()) : text;
    if (!closed && !fitting.equals(shown)) {
      replace("", fitting);
    }
  }

  /** Removes the line for good. */
  @Override
  public synchronized void close() {
    if (!shown.isEmpty()) {
      replace("", "");
    }
    closed = true;
  }

  private synchronized void print(byte[] bytes, int offset, int length) {
    int end = offset + length;
    while (end > offset && bytes[end - 1] != '\n') {
      end--;
    }
    unfinished.write(bytes, offset, end - offset);
    if (end > offset) {
      String lines = unfinished.toString(StandardCharsets.UTF_8);
      unfinished.reset();
      replace(lines, shown);
    }
    unfinished.write(bytes, end, offset + length - end);
  }

  /** In one write, so that no other output comes in between. */
  private void replace(String lines, String text) {
    byte[] bytes = (erasure() + lines + text).getBytes(StandardCharsets.UTF_8);
    shown = text;
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  /** A terminal that has become narrower has wrapped the line since it was drawn. */
  private String erasure() {
    if (shown.isEmpty()) {
      return "";
    }
    int above = (shown.length() - 1) / columns();
    return (above == 0 ? "\r" : "\r\u001b[" + above + "A") + ERASE_BELOW;
  }

  private int columns() {
    if (resized) {
      resized = false;
      columns = terminal.size().map(Terminal.Size::columns).orElse(columns == 0 ? 80 : columns);
    }
    return columns;
  }

  private final class Above extends OutputStream {
    @Override
    public void write(int b) {
      print(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      print(bytes, offset, length);
    }
  }
}
