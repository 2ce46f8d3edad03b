package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that take ten times the bytes of the messages that they unfold from. */
class UnfoldedMessagesIT {
  /** What a message says once and each of its rows has, in bytes of UTF-8. */
  private static final int TEXT_BYTES = (8 << 20) / 10;

  private static final String SPEC =
      """
      {"each": "/words", "table": "words", "columns": [
        {"name": "word", "pointer": "/word", "type": "varchar", "length": 80, "masked": true},
        {"name": "page", "root": "/page", "type": "text"},
        {"name": "position", "message": "element", "type": "integer"},
        {"name": "message_id", "message": "message_id", "type": "text"}]}
      """;

  @TempDir Path folder;

  @Test
  void a_backlog_of_them_fits_into_a_small_heap() throws IOException {
    assertFits("\u4e2d", 10, 60);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"x,10,60", "\u00e4,7,60", "x,70,12", "\u4e2d,70,12"})
  void so_does_one_of_any_letters_and_of_the_largest_messages(
      String letter, int elements, int messages) throws IOException {
    assertFits(letter, elements, messages);
  }

  private void assertFits(String letter, int elements, int messages) throws IOException {
    Path spec = Files.writeString(folder.resolve("pages.json"), SPEC);
    int letters = TEXT_BYTES / letter.getBytes(StandardCharsets.UTF_8).length;
    try (Scene scene = new Scene(folder, ElasticMq.shared().queue())) {
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        bodies.add(body(i, letter.repeat(letters), elements));
      }
      scene.queue().sendAll(bodies);

      ConsumerProcess consumer =
          scene.consumerWithJava(
              "-Xmx256m", "--spec", spec.toString(), "--max-messages", "" + messages);

      scene.assertEndedWell(consumer);
      assertThat(consumer.summary().get("written").getAsInt()).isEqualTo(messages);
      String rows = "select count(*), count(distinct message_id), min(length(page)) from words";
      assertThat(scene.database().value(rows))
          .isEqualTo(messages * elements + "\t" + messages + "\t" + letters);
      assertThat(scene.queue().visible() + scene.queue().inFlight()).isZero();
    }
  }

  private static String body(int number, String page, int elements) {
    String word = "{\"word\":\"w" + number + "\"}";
    String words = String.join(",", Collections.nCopies(elements, word));
    return "{\"page\":\"" + page + "\",\"words\":[" + words + "]}";
  }
}
