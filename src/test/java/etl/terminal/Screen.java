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
  private static final Pattern PIECE =
      Pattern.compile(
          "\u001b\\[(?<count>\\d*)(?<action>[AJ])|(?<control>[\r\n])|(?<text>\\P{Cntrl}+)");

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(sent, true, StandardCharsets.UTF_8);
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int width;
  private int line;
  private int column;

  Screen(int width) {
    this.width = width;
  }

  @Override
  public Optional<TerminalSize> size() {
    return Optional.of(new TerminalSize(width, 24));
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

  private void read() {
    Matcher piece = PIECE.matcher(sent.toString(StandardCharsets.UTF_8));
    int end = 0;
    while (piece.find()) {
      require(piece.start() == end);
      end = piece.end();
      if (piece.group("text") != null) {
        write(piece.group("text"));
      } else if (piece.group("control") != null) {
        control(piece.group("control"));
      } else {
        act(piece.group("action"), piece.group("count"));
      }
    }
    require(end == sent.toString(StandardCharsets.UTF_8).length());
    sent.reset();
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

  private void act(String action, String count) {
    if (action.equals("J")) {
      lines.get(line).setLength(Math.min(column, lines.get(line).length()));
      lines.subList(line + 1, lines.size()).clear();
    }
    for (int i = 0; action.equals("A") && i < Integer.parseInt(count); i++) {
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
