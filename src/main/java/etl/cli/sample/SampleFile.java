package etl.cli.sample;

import etl.cli.option.InputFile;
import etl.environment.CommandFailure;
import etl.event.QueueMessage;
import etl.event.Receipt;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A file of samples. */
public final class SampleFile implements AutoCloseable {
  private static final String KIND = "sample file ";
  private static final String NOT_UTF_8 = "not UTF-8";

  private final InputFile file;

  /**
   * Opens a file.
   *
   * @param file its path, or {@code -} for standard input
   * @throws CommandFailure if it cannot be read
   */
  public SampleFile(String file, InputStream standardInput) {
    this.file = InputFile.open(KIND, file, standardInput);
  }

  /**
   * Reads all of them.
   *
   * @throws CommandFailure if the file cannot be read
   */
  public void read(SampleFormat format, Clock clock, Samples samples) {
    // With as many digits as the queue tells.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    switch (format) {
      case BODY -> bodies(now, samples);
      case MESSAGE -> messages(now, samples);
    }
  }

  /** Each line that is not blank is a body. */
  private void bodies(Instant now, Samples samples) {
    long number = 0;
    boolean opens = false;
    for (byte[] line = line(); line != null; line = line()) {
      number++;
      String body = text(line);
      if (body == null) {
        samples.reject(number, NOT_UTF_8);
      } else if (!body.isBlank()) {
        opens = opens || (number == 1 && (body.strip().equals("{") || body.strip().equals("[")));
        samples.take(number, message(number, body, now));
      }
    }
    if (opens) {
      String name = file.toString().substring(KIND.length());
      samples.advise("a sample is one line: jq -c . " + name + " makes it so");
    }
  }

  private byte[] line() {
    return file.line(Integer.MAX_VALUE);
  }

  private void messages(Instant now, Samples samples) {
    String text = text(file.rest());
    if (text == null) {
      samples.reject(1, NOT_UTF_8);
    } else {
      new SampleMessages(text, now, samples).read();
    }
  }

  /** A message of which nothing but the body is known. */
  private static QueueMessage message(long line, String body, Instant sentAt) {
    return new QueueMessage(new Receipt(id(line), "", ""), body, sentAt, 1);
  }

  /** Stands for the id of a sample that has none. */
  static String id(long line) {
    return "sample-" + line;
  }

  /** Null if it is not UTF-8. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The file's name, to begin a sentence with. */
  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() {
    file.close();
  }
}
