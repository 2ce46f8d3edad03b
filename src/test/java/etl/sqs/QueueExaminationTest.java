package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueueExaminationTest {
  @ParameterizedTest
  @CsvSource({
    "false, 96000, OK",
    "false, 96001, WARNING",
    "true, 16000, OK",
    "true, 16001, WARNING",
  })
  void queue_with_few_places_left_is_warned_of(boolean fifo, String inFlight, Status status) {
    Finding finding =
        QueueExamination.inFlight(
            Map.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, inFlight), fifo);
    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.found()).startsWith(inFlight + " messages are in flight");
  }
}
