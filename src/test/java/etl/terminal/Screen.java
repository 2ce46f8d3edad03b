package etl.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal that understands what the program sends to one, and wraps its lines anew when its
 * width changes. Fails at any other sequence.
 */
final class Screen implements Terminal {
  static final int HEIGHT = 6;

  private static final Pattern PIECE =
      Pattern.compile(
          "\u001b\\[(?<count>\\d*)(?<action>[AJKH])|\u001b\\[\\?(?<mode>1049|25)(?<on>[hl])|(?<control>[\r\n"
              + "])|(?<text>\\P{Cntrl}+)");

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(sent, true, StandardCharsets.UTF_8);
  private List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final List<StringBuilder> first = lines;
  private boolean cursor = true;
  private int width;
  private int line;
  private int column;

  Screen(int width) {
    this.width = width;
  }

  @Override
  public Optional<Terminal.Size> size() {
    return Optional.of(new Terminal.Size(width, HEIGHT));
  }

  /** Leads to this terminal. */
  PrintStream stream() {
    return stream;
  }

  void resize(int columns) {
    read();
    width = columns;
  }

  /** The lines that are seen, where one that is wrapped counts once. */
  List<String> lines() {
    read();
    return lines.stream().map(StringBuilder::toString).toList();
  }

  boolean hasCursor() {
    read();
    return cursor;
  }

  private void read() {
    String text = taken();
    Matcher piece = PIECE.matcher(text);
    int end = 0;
    while (piece.find()) {
      require(piece.start() == end);
      end = piece.end();
      if (piece.group("text") != null) {
        write(piece.group("text"));
      } else if (piece.group("control") != null) {
        control(piece.group("control"));
      } else if (piece.group("mode") != null) {
        mode(piece.group("mode").equals("25"), piece.group("on").equals("h"));
      } else {
        act(piece.group("action"), piece.group("count"));
      }
    }
    require(end == text.length());
  }

  /** What was sent since the last time; others may go on sending. */
  private String taken() {
    synchronized (sent) {
      String text = sent.toString(StandardCharsets.UTF_8);
      sent.reset();
      return text;
    }
  }

  private static void require(boolean understood) {
    if (!understood) {
      throw new IllegalStateException("no terminal understands this");
    }
  }

  private void write(String text) {
    StringBuilder here = lines.get(line);
    here.replace(column, Math.min(here.length(), column + text.length()), text);
    column += text.length();
  }

  private void control(String control) {
    if (control.equals("\r")) {
      column = row() * width;
    } else {
      line++;
      column = 0;
      if (line == lines.size()) {
        lines.add(new StringBuilder());
      }
    }
  }

  private void mode(boolean ofCursor, boolean on) {
    if (ofCursor) {
      cursor = on;
      return;
    }
    lines = on ? new ArrayList<>(List.of(new StringBuilder())) : first;
    line = lines.size() - 1;
    column = lines.get(line).length();
  }

  private void act(String action, String count) {
    switch (action) {
      case "H" -> {
        line = 0;
        column = 0;
      }
      case "K" -> cut();
      case "J" -> {
        if (count.equals("2")) {
          lines.forEach(one -> one.setLength(0));
        }
        cut();
        lines.subList(line + 1, lines.size()).clear();
      }
      default -> up(Integer.parseInt(count));
    }
  }

  private void cut() {
    lines.get(line).setLength(Math.min(column, lines.get(line).length()));
  }

  private void up(int rows) {
    for (int i = 0; i < rows; i++) {
      if (row() == 0) {
        line--;
        column = lines.get(line).length();
      } else {
        column -= width;
      }
    }
  }

  /** Which row of its line the cursor is in; it waits behind the last character of a full one. */
  private int row() {
    return Math.max(0, column - (column == lines.get(line).length() ? 1 : 0)) / width;
  }
}
