package etl.output;

import etl.postgres.recover.RecoveredOriginal;

/**
 * Hash, field and original, separated by tabs, one line each; nothing for an unknown hash. A
 * backslash and characters that would break the line or control the terminal are escaped as in
 * JSON.
 */
public final class TextAnswerPrinter implements AnswerPrinter {
  private final Output out;

  public TextAnswerPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void begin() {}

  @Override
  public void known(RecoveredOriginal known) {
    out.line(known.hash() + '\t' + escaped(known.field()) + '\t' + escaped(known.original()));
  }

  @Override
  public void unknown(String hash) {}

  @Override
  public void end() {}

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\t' -> escaped.append("\\t");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            escaped.append("\\u%04x".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
