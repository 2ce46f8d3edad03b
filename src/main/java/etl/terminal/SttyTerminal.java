package etl.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks {@code stty} about a stream of this process, since Java 17 cannot. That takes some
 * milliseconds; without {@code stty}, there is no terminal.
 */
public final class SttyTerminal implements Terminal {
  private static final Size UNKNOWN = new Size(80, 24);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");
  private static final long PATIENCE_SECONDS = 2;

  private final boolean out;

  private SttyTerminal(boolean out) {
    this.out = out;
  }

  /** The terminal of standard output. */
  public static Terminal ofOut() {
    return new SttyTerminal(true);
  }

  /** The terminal of standard error. */
  public static Terminal ofErr() {
    return new SttyTerminal(false);
  }

  @Override
  public Optional<Size> size() {
    try {
      return parse(ask());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Its answer comes over the other stream than the one asked about. */
  private String ask() throws IOException, InterruptedException {
    String command = out ? "exec stty size <&1 >&2 2>/dev/null" : "exec stty size <&2 2>/dev/null";
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    if (out) {
      builder.redirectOutput(Redirect.INHERIT);
    } else {
      builder.redirectError(Redirect.INHERIT);
    }
    Process stty = builder.start();
    try {
      stty.getOutputStream().close();
      boolean ended = stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      var answer = out ? stty.getErrorStream() : stty.getInputStream();
      return ended ? new String(answer.readAllBytes(), StandardCharsets.US_ASCII) : "";
    } finally {
      stty.destroy();
    }
  }

  private static Optional<Size> parse(String answer) {
    Matcher matcher = SIZE.matcher(answer);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int rows = Integer.parseInt(matcher.group(1));
    int columns = Integer.parseInt(matcher.group(2));
    // A terminal whose size was never set reports zero.
    return Optional.of(rows == 0 || columns == 0 ? UNKNOWN : new Size(columns, rows));
  }
}
