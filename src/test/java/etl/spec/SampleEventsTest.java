package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleEventsTest {
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  @Test
  void hundred_samples_become_rows_and_one_is_rejected() throws IOException {
    List<ParsedMessage> parsed = samples().stream().map(Logins::parse).toList();

    assertThat(parsed).filteredOn(MaskedEvent.class::isInstance).hasSize(100);
    assertThat(parsed)
        .filteredOn(RejectedMessage.class::isInstance)
        .singleElement()
        .extracting(p -> ((RejectedMessage) p).kind())
        .isEqualTo(Kind.MISSING_FIELD);
  }

  @Test
  void some_masks_are_seen_twice() throws IOException {
    List<String> masks =
        samples().stream()
            .map(Logins::parse)
            .filter(MaskedEvent.class::isInstance)
            .map(e -> ((MaskedEvent) e).firstPseudonym().orElseThrow().masked())
            .toList();

    assertThat(new HashSet<>(masks)).hasSizeLessThan(masks.size());
  }

  @Test
  void samples_hold_addresses_for_documentation_only() throws IOException {
    assertThat(samples())
        .flatMap(s -> ADDRESS.matcher(s).results().map(r -> r.group()).toList())
        .allMatch(
            ip ->
                ip.startsWith("192.0.2.")
                    || ip.startsWith("198.51.100.")
                    || ip.startsWith("203.0.113."));
  }

  private static List<String> samples() throws IOException {
    try (InputStream in =
        SampleEventsTest.class.getResourceAsStream("/etl/sandbox/sample-events.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
