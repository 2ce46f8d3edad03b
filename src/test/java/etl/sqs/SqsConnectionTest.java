package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import etl.aws.AwsSettings;
import etl.aws.StaticCredentials;
import etl.sqs.SqsSettings.Client;
import etl.sqs.SqsSettings.Protocol;
import etl.sqs.direct.DirectCalls;
import etl.sqs.direct.MessageCalls;
import etl.sqs.direct.RecordingServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes the calls for each batch. */
class SqsConnectionTest {
  private static final StaticCredentials KEY = new StaticCredentials("AKIDHERE", "secret", null);
  private static final String XML =
      "<GetQueueAttributesResponse><GetQueueAttributesResult/></GetQueueAttributesResponse>";

  private RecordingServer server;

  @BeforeEach
  void start() {
    server = new RecordingServer(request -> RecordingServer.json(XML));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servers_that_are_spoken_to_in_json_are_called_directly() {
    assertThat(way(Protocol.JSON, Client.DIRECT, "", Map.of())).isEqualTo(DirectCalls.class);
    assertThat(way(Protocol.AUTO, Client.DIRECT, "", Map.of())).isEqualTo(DirectCalls.class);
  }

  @Test
  void a_proxy_for_other_hosts_changes_nothing() {
    Map<String, String> network = Map.of("http_proxy", "http://127.0.0.1:1");
    assertThat(way(Protocol.JSON, Client.DIRECT, "", network)).isEqualTo(DirectCalls.class);
  }

  @Test
  void all_else_goes_by_the_client_of_the_sdk() {
    assertThat(way(Protocol.JSON, Client.SDK, "", Map.of())).isEqualTo(SdkCalls.class);
    assertThat(way(Protocol.QUERY, Client.DIRECT, "", Map.of())).isEqualTo(SdkCalls.class);
    assertThat(way(Protocol.JSON, Client.DIRECT, "/below", Map.of())).isEqualTo(SdkCalls.class);
  }

  @ParameterizedTest
  @CsvSource({
    "sqs.eu-west-1.amazonaws.com, false",
    "vpce-1-2.sqs.eu-west-1.vpce.amazonaws.com, false",
    "sqs-fips.us-east-1.amazonaws.com, true",
    "sqs.eu-west-1.api.aws, true",
    "sqs-fips.us-gov-west-1.api.aws, true",
    "sqs-fips.example.com, false",
    "localhost, false"
  })
  void hosts_for_fips_and_of_two_stacks_are_special(String host, boolean special) {
    assertThat(AmazonHost.isSpecial(host)).isEqualTo(special);
  }

  private Class<?> way(Protocol protocol, Client client, String path, Map<String, String> network) {
    SqsSettings settings =
        new SqsSettings(
            null,
            "queue",
            URI.create(server.endpoint("http") + path),
            "eu-west-1",
            protocol,
            client,
            new AwsSettings(KEY, Map.of(), network));
    String url = server.endpoint("http") + "/0/queue";
    try (SqsConnection connection = new SqsConnection(settings)) {
      assertThat(new QueueAttributes(connection, url).visibilityTimeout())
          .isEqualTo(Duration.ofSeconds(30));
      try (MessageCalls calls = connection.calls(url, Set.of())) {
        return calls.getClass();
      }
    }
  }
}
