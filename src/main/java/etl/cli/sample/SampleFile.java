package etl.cli.sample;

import etl.cli.option.InputFile;
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
public final class SampleFile {
  private static final String KIND = "sample file ";
  private static final String NOT_UTF_8 = "not UTF-8";

  private SampleFile() {}

  /**
   * Opens a file.
   *
   * @param file its path, or {@code -} for standard input
   * @throws etl.environment.CommandFailure if it cannot be read
   */
  public static InputFile open(String file, InputStream standardInput) {
    return InputFile.open(KIND, file, standardInput);
  }

  /**
   * Reads all samples of a file.
   *
   * @throws etl.environment.CommandFailure if it cannot be read
   */
  public static void read(InputFile file, SampleFormat format, Clock clock, Samples samples) {
    // With as many digits as the queue tells.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    switch (format) {
      case BODY -> bodies(file, now, samples);
      case MESSAGE -> messages(text(file.rest()), now, samples);
    }
  }

  /** Each line that is not blank is a body. */
  private static void bodies(InputFile file, Instant now, Samples samples) {
    long number = 0;
    boolean opens = false;
    for (byte[] line = file.line(Integer.MAX_VALUE);
        line != null;
        line = file.line(Integer.MAX_VALUE)) {
      number++;
      String body = text(line);
      if (body == null) {
        samples.reject(number, NOT_UTF_8);
      } else if (!body.isBlank()) {
        opens = opens || (number == 1 && (body.strip().equals("{") || body.strip().equals("[")));
        // Nothing is known of it but its body.
        samples.take(number, new QueueMessage(new Receipt(id(number), "", ""), body, now, 1));
      }
    }
    if (opens) {
      String name = file.toString().substring(KIND.length());
      samples.advise("a sample is one line: jq -c . " + name + " makes it so");
    }
  }

  private static void messages(String text, Instant now, Samples samples) {
    if (text == null) {
      samples.reject(1, NOT_UTF_8);
    } else {
      new SampleMessages(text, now, samples).read();
    }
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
}
