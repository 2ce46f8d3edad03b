package etl.output;

import etl.environment.ProcessContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output in UTF-8, buffered until flushed. Each method throws {@link OutputException} if
 * writing fails.
 */
public final class Output implements AutoCloseable {
  private final Writer writer;

  public Output(OutputStream out) {
    this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  /** Writes a text that is all a command has to say. */
  public static void print(String text, ProcessContext process) {
    Output out = new Output(process.out());
    out.write(text);
    out.flush();
  }

  public void line(String line) {
    write(line);
    write("\n");
  }

  public void write(String text) {
    try {
      writer.write(text);
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  /** Flushes; standard output itself stays open. */
  @Override
  public void close() {
    flush();
  }
}
