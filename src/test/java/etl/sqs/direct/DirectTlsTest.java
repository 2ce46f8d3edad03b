package etl.sqs.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import etl.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Calls over TLS, to a server with a certificate for localhost. */
@Tag("servers")
class DirectTlsTest {
  private static final HttpTimeouts LONG =
      new HttpTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1));

  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void sign() {
    certificate = TestCertificate.of(folder, "Authority", 30, "localhost");
  }

  @Test
  void server_whose_authority_java_trusts_is_called_by_one_connection() throws Exception {
    try (RecordingServer server = server();
        MessageCalls calls = calls(server, "localhost", trusting())) {
      for (int i = 0; i < 3; i++) {
        assertThat(calls.receive(10, Duration.ZERO, size -> {}))
            .extracting(ReceivedMessage::id)
            .containsExactly("m");
      }
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void server_with_the_name_of_another_is_not_spoken_to() throws Exception {
    try (RecordingServer server = server();
        MessageCalls calls = calls(server, "127.0.0.1", trusting())) {
      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(() -> calls.delete(List.of("h")))
          .withCauseInstanceOf(SSLPeerUnverifiedException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void server_of_an_unknown_authority_is_not_spoken_to() throws Exception {
    try (RecordingServer server = server();
        MessageCalls calls = calls(server, "localhost", SSLContext.getDefault())) {
      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(() -> calls.delete(List.of("h")))
          .havingCause()
          .withCauseInstanceOf(GeneralSecurityException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  private static RecordingServer server() {
    String message =
        "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":\"b\"}]}";
    ServerSocketFactory sockets = certificate.context().getServerSocketFactory();
    return new RecordingServer(sockets, "localhost", request -> RecordingServer.json(message));
  }

  /** Calls that begin with this context as Java's own. */
  private static MessageCalls calls(RecordingServer server, String host, SSLContext context)
      throws GeneralSecurityException {
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(context);
    try {
      return new DirectCalls(
          "https://localhost/0/q",
          Set.of(),
          new Endpoint(true, host, server.port(), host, "agent", "eu-west-1"),
          LONG,
          StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
          e -> false,
          Clock.systemUTC());
    } finally {
      SSLContext.setDefault(before);
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.root().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
