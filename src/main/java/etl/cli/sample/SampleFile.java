package etl.cli.sample;

import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.event.QueueMessage;
import etl.event.Receipt;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A file of samples. */
public final class SampleFile implements AutoCloseable {
  private static final String STANDARD_INPUT = "-";
  private static final String NOT_UTF_8 = "not UTF-8";

  private final String name;
  private final InputStream in;

  private SampleFile(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in);
  }

  /**
   * Opens a file.
   *
   * @param file its path, or {@code -} for standard input
   * @throws CommandFailure if it cannot be read
   */
  public static SampleFile open(String file, InputStream standardInput) {
    if (file.equals(STANDARD_INPUT)) {
      return new SampleFile("standard input", standardInput);
    }
    try {
      return new SampleFile(file, Files.newInputStream(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.unreadable("sample file " + file, e);
    }
  }

  /**
   * Reads all of them.
   *
   * @throws CommandFailure if the file cannot be read
   */
  public void read(SampleFormat format, Clock clock, Samples samples) {
    switch (format) {
      case BODY -> bodies(clock, samples);
      case MESSAGE -> messages(clock, samples);
    }
  }

  /** Each line that is not blank is a body. */
  private void bodies(Clock clock, Samples samples) {
    Instant now = now(clock);
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
      samples.advise("a sample is one line: jq -c . " + name + " makes it so");
    }
  }

  private void messages(Clock clock, Samples samples) {
    String text;
    try {
      text = text(in.readAllBytes());
    } catch (IOException e) {
      throw CommandFailure.unreadable(toString(), e);
    }
    if (text == null) {
      samples.reject(1, NOT_UTF_8);
    } else {
      new SampleMessages(text, now(clock), samples).read();
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

  /** With as many digits as the queue tells. */
  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The next line without its end; null at the end of the file. */
  private byte[] line() {
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (; next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
      return line.toByteArray();
    } catch (IOException e) {
      throw CommandFailure.unreadable(toString(), e);
    }
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
    return "sample file " + name;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.CONFIGURATION, this + ": cannot be closed", e);
    }
  }
}
