package etl.cli;

import etl.environment.CommandFailure;
import etl.terminal.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Personal values on standard input, where neither a shell's history nor a process list has them.
 */
final class StandardInputValues {
  private StandardInputValues() {}

  /**
   * Reads them: each line is a value, taken literally; empty lines are skipped. At a terminal, asks
   * for one without showing it.
   */
  static Set<String> read(Prompt terminal, InputStream standardInput) {
    Set<String> values = new LinkedHashSet<>();
    if (terminal.isThere()) {
      values.add(terminal.hidden("Value: "));
    } else {
      InputStreamReader in = new InputStreamReader(standardInput, StandardCharsets.UTF_8);
      try {
        BufferedReader lines = new BufferedReader(in);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          boolean marked = values.isEmpty() && line.startsWith(HashArguments.BYTE_ORDER_MARK);
          values.add(marked ? line.substring(HashArguments.BYTE_ORDER_MARK.length()) : line);
        }
      } catch (IOException e) {
        throw CommandFailure.unreadable("standard input", e);
      }
    }
    values.remove("");
    return values;
  }
}
