package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import etl.aws.StaticCredentials;
import etl.event.Fault;
import etl.event.QueueException;
import etl.sqs.SqsSettings.Protocol;
import etl.testing.QueueSettings;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://sqs.eu-west-1.amazonaws.com/1/q, eu-west-1, ",
    "https://SQS.EU-West-1.AmazonAWS.com/1/q, eu-west-1, ",
    "https://sqs.cn-north-1.amazonaws.com.cn/1/q, cn-north-1, ",
    "https://sqs.us-gov-west-1.amazonaws.com/1/q, us-gov-west-1, ",
    "https://sqs.us-iso-east-1.c2s.ic.gov/1/q, us-iso-east-1, ",
    "https://sqs.eusc-de-east-1.amazonaws.eu/1/q, eusc-de-east-1, ",
    "https://queue.amazonaws.com/1/q, us-east-1, ",
    "https://eu-west-1.queue.amazonaws.com/1/q, eu-west-1, ",
    "https://sqs-fips.us-east-2.amazonaws.com/1/q, us-east-2, https://sqs-fips.us-east-2.amazonaws.com",
    "https://sqs.us-east-2.api.aws/1/q, us-east-2, https://sqs.us-east-2.api.aws",
    "https://vpce-1a-2b.sqs.us-east-2.vpce.amazonaws.com/1/q, us-east-2, https://vpce-1a-2b.sqs.us-east-2.vpce.amazonaws.com"
  })
  void queue_url_of_amazon_names_its_region_and_its_endpoint_where_that_is_special(
      URI url, String region, URI endpoint) {
    for (String configured : new String[] {null, "ap-south-1"}) {
      SqsAddress address =
          SqsAddress.of(QueueSettings.of(url, "ignored", null, configured, null, Protocol.AUTO));
      assertThat(address).isEqualTo(new SqsAddress(url, "q", endpoint, region, true, null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4566/000000000000/login-queue, http://localhost:4566",
    "http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/login-queue,"
        + "http://sqs.us-east-1.localhost.localstack.cloud:4566",
    "https://sqs.eu-west-1.amazonaws.com.example.org/1/login-queue,"
        + "https://sqs.eu-west-1.amazonaws.com.example.org",
    "http://[::1]:9324/000000000000/login-queue/, http://[::1]:9324"
  })
  void queue_url_that_is_not_amazons_gives_the_endpoint(URI url, URI endpoint) {
    SqsAddress address =
        SqsAddress.of(QueueSettings.of(url, "ignored", null, null, null, Protocol.AUTO));
    assertThat(address)
        .isEqualTo(new SqsAddress(url, "login-queue", endpoint, "us-east-1", false, null));
  }

  @Test
  void endpoint_wins_over_the_host_of_the_queue_url() {
    URI url = URI.create("http://unusable:4566/000000000000/login-queue");
    URI endpoint = URI.create("http://127.0.0.1:4566");
    SqsSettings settings = QueueSettings.of(url, "x", endpoint, "eu-west-1", null, Protocol.QUERY);
    assertThat(SqsAddress.of(settings))
        .isEqualTo(new SqsAddress(url, "login-queue", endpoint, "eu-west-1", false, null));
  }

  @Test
  void endpoint_of_amazon_names_the_region() {
    URI endpoint = URI.create("https://sqs.eu-west-1.amazonaws.com");
    SqsSettings settings = QueueSettings.of(null, "q", endpoint, null, null, Protocol.AUTO);
    assertThat(SqsAddress.of(settings))
        .isEqualTo(new SqsAddress(null, "q", endpoint, "eu-west-1", true, null));
  }

  @Test
  void name_alone_leaves_the_region_to_the_profile() {
    SqsSettings settings = QueueSettings.of(null, "q", null, null, null, Protocol.JSON);
    assertThat(SqsAddress.of(settings))
        .isEqualTo(new SqsAddress(null, "q", null, null, true, null));
    assertThat(SqsAddress.of(settings).in("eu-west-1"))
        .hasToString("queue q at Amazon SQS in eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "ftp://localhost/q", "//localhost/q", "http:/q", "q"})
  void url_without_scheme_or_host_is_configuration(URI bad) {
    assertConfiguration(QueueSettings.of(bad, "q", null, null, null, Protocol.AUTO));
    assertConfiguration(QueueSettings.of(null, "q", bad, null, null, Protocol.AUTO));
  }

  @Test
  void name_or_region_that_cannot_be_one_is_configuration() {
    URI noQueue = URI.create("http://localhost:4566/");
    assertConfiguration(QueueSettings.of(noQueue, "q", null, null, null, Protocol.AUTO));
    assertConfiguration(QueueSettings.of(null, "not a queue", null, null, null, Protocol.AUTO));
    assertConfiguration(QueueSettings.of(null, "q", null, "not a region", null, Protocol.AUTO));
  }

  @Test
  void query_protocol_is_never_spoken_to_amazon() {
    URI url = URI.create("https://sqs.eu-west-1.amazonaws.com/1/q");
    URI endpoint = URI.create("https://sqs.eu-west-1.api.aws");
    assertConfiguration(QueueSettings.of(url, "q", null, null, null, Protocol.QUERY));
    assertConfiguration(QueueSettings.of(null, "q", endpoint, null, null, Protocol.QUERY));
    assertConfiguration(QueueSettings.of(null, "q", null, "eu-west-1", null, Protocol.QUERY));
  }

  @Test
  void arn_names_region_owner_and_queue() {
    String arn = "arn:aws-cn:sqs:cn-north-1:123456789012:q.fifo";
    SqsSettings settings = QueueSettings.of(null, arn, null, "us-east-1", null, Protocol.AUTO);
    assertThat(SqsAddress.of(settings))
        .isEqualTo(new SqsAddress(null, "q.fifo", null, "cn-north-1", true, "123456789012"));
    assertConfiguration(
        QueueSettings.of(null, "arn:aws:sns:eu-west-1:1:t", null, null, null, Protocol.AUTO));
  }

  private static void assertConfiguration(SqsSettings settings) {
    assertThatExceptionOfType(QueueException.class)
        .isThrownBy(() -> SqsAddress.of(settings))
        .extracting(QueueException::fault)
        .isEqualTo(Fault.CONFIGURATION);
  }

  @Test
  void credentials_do_not_show_themselves() {
    StaticCredentials credentials = new StaticCredentials("key-id", "key", "token");
    SqsSettings settings = QueueSettings.of(null, "q", null, null, credentials, Protocol.AUTO);
    assertThat(settings.toString()).doesNotContain("key", "token");
  }
}
