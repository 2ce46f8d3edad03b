package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, and certificate authorities of a company's own. */
@Tag("servers")
@Execution(ExecutionMode.CONCURRENT)
class AwsNetworkTest {
  private static final String SQS = "https://sqs.example.test";

  /** As it stands in a URL. */
  private static final String PASSWORD = "sw%40rdfish";

  private static TestCertificate certificate;

  private AwsScene aws;
  private HttpProxy proxy;

  @TempDir static Path folder;
  @TempDir Path home;

  @BeforeAll
  static void sign() {
    certificate = TestCertificate.of(folder, "Company", 30, "*.example.test");
  }

  @BeforeEach
  void start() {
    aws = new AwsScene(home, certificate.context());
    proxy = new HttpProxy(null, "user:sw@rdfish", aws.port());
    aws.set("AWS_ACCESS_KEY_ID", "AKIDHERE").set("AWS_SECRET_ACCESS_KEY", AwsScene.SECRET);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    aws.close();
  }

  @Test
  void calls_to_sqs_and_sts_go_by_the_proxy_and_trust_the_bundle() {
    trust();
    aws.set("HTTPS_PROXY", proxyUrl("http"))
        .set("HTTP_PROXY", "http://127.0.0.1:1")
        .set("AWS_ENDPOINT_URL_STS", "https://sts.example.test")
        .set("AWS_PROFILE", "dev")
        .set("AWS_ACCESS_KEY_ID", "")
        .set("AWS_SECRET_ACCESS_KEY", "")
        .answer("AssumeRole", 403, AwsCredentialsTest.error("AccessDenied"));
    aws.file(
        ".aws/config",
        """
        [profile dev]
        role_arn=arn:aws:iam::123456789012:role/etl
        source_profile=base
        [profile base]
        aws_access_key_id=AKIDBASE
        aws_secret_access_key=swordfish
        """);
    assertThat(ended(77, SQS)).contains("(role_arn) refuses them: AccessDenied (HTTP 403)");
    assertThat(proxy.calls()).containsOnly("CONNECT sts.example.test:443");

    aws.answer("AssumeRole", 200, AwsCredentialsTest.assumed("AssumeRole"));
    assertThat(ended(77, SQS)).contains(AwsScene.QUEUE_REFUSES);
    assertThat(proxy.calls()).contains("CONNECT sqs.example.test:443");
    assertThat(aws.signatures()).isNotEmpty().containsOnly("AKIDROLE");
  }

  @Test
  void bundle_of_the_profile_is_trusted_and_nobody_without() {
    aws.set("https_proxy", proxyUrl("http"));
    assertThat(ended(78, SQS))
        .contains("by the proxy http://127.0.0.1:", "the server's certificate is not trusted");

    Path bundle = aws.file("bundle.pem", certificate.root());
    aws.file(".aws/config", "[default]\nca_bundle=" + bundle + "\n");
    assertThat(ended(77, SQS)).contains(AwsScene.QUEUE_REFUSES);
  }

  @Test
  void proxy_may_speak_tls() throws IOException {
    Path own = Files.createDirectory(home.resolve("proxy"));
    TestCertificate proxys = TestCertificate.of(own, "Proxies", 30, "localhost");
    aws.set("AWS_CA_BUNDLE", aws.file("both.pem", certificate.root() + proxys.root()).toString());
    try (HttpProxy secure = new HttpProxy(proxys.context(), "user:sw@rdfish", aws.port())) {
      aws.set("https_proxy", "https://user:" + PASSWORD + "@localhost:" + secure.port());
      assertThat(ended(77, SQS)).contains(AwsScene.QUEUE_REFUSES);
      assertThat(secure.calls()).contains("CONNECT sqs.example.test:443");
    }
  }

  @Test
  void scheme_of_the_target_chooses_and_plain_calls_are_passed_on() throws IOException {
    try (AwsScene plain = new AwsScene(home);
        HttpProxy forPlain = new HttpProxy(null, "user:sw@rdfish", plain.port())) {
      aws.set("http_proxy", "user:" + PASSWORD + "@127.0.0.1:" + forPlain.port())
          .set("https_proxy", proxyUrl("http"));
      assertThat(ended(77, "http://sqs.example.test")).contains(AwsScene.QUEUE_REFUSES);
      assertThat(plain.signatures()).contains("AKIDHERE");
      assertThat(forPlain.calls()).contains("POST http://sqs.example.test/");
      assertThat(proxy.calls()).isEmpty();
    }
  }

  @Test
  void host_of_no_proxy_and_this_machine_are_called_directly() throws IOException {
    aws.set("ALL_PROXY", proxyUrl("http")).set("NO_PROXY", "other.test, .example.test");
    assertThat(ended(69, SQS)).contains("unknown host");
    try (AwsScene plain = new AwsScene(home)) {
      ended(77, plain.url());
      assertThat(plain.signatures()).contains("AKIDHERE");
    }
    assertThat(proxy.calls()).isEmpty();
  }

  @Test
  void password_that_the_proxy_refuses_is_said_to_be_the_proxys() {
    trust();
    aws.set("https_proxy", "http://user:sw%40rd@127.0.0.1:" + proxy.port());
    assertThat(ended(77, SQS)).contains("the proxy refuses the user or the password (HTTP 407)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:sw@rdfish@proxy:3128",
        "http://user:sw/rdfish@proxy:3128",
        "http://user:sw?rdfish@proxy:3128",
        "http://user:sw%rdfish@proxy:3128",
        "http://user:x@proxy:sw-rdfish",
        "proxy:3128/@sw-rdfish"
      })
  void url_that_is_none_is_configuration_and_is_not_quoted(String url) {
    aws.set("HTTPS_PROXY", url);
    assertThat(ended(78, SQS))
        .contains("HTTPS_PROXY ", "percent")
        .doesNotContain("proxy:3128", "rdfish@");
  }

  @Test
  void socks_proxy_is_said_to_be_none_that_is_supported() {
    aws.set("all_proxy", "socks5h://user:" + PASSWORD + "@proxy:1080");
    assertThat(ended(78, SQS)).contains("all_proxy names a SOCKS proxy");
  }

  @ParameterizedTest
  @CsvSource({
    "none.pem, cannot be read",
    "empty.pem, holds no certificate",
    "odd.pem, is not a PEM"
  })
  void bundle_that_is_none_is_configuration(String file, String said) {
    aws.file("empty.pem", "");
    aws.file("odd.pem", "-----BEGIN CERTIFICATE-----\nsword\n");
    aws.set("AWS_CA_BUNDLE", home.resolve(file).toString());
    assertThat(ended(78, SQS)).contains("AWS_CA_BUNDLE names a file that " + said);
  }

  @Test
  void doctor_tells_proxy_and_bundle() {
    trust();
    aws.set("HTTPS_PROXY", proxyUrl("http"));
    try (Spawned etl = aws.start("doctor", "--queue-url", SQS + "/0/q")) {
      etl.code();
      assertThat(etl.out())
          .contains("http://127.0.0.1:" + proxy.port() + ", with a user and a password")
          .contains("bundle.pem (AWS_CA_BUNDLE)")
          .doesNotContain("rdfish", "user:");
    }
  }

  private void trust() {
    aws.set("AWS_CA_BUNDLE", aws.file("bundle.pem", certificate.root()).toString());
  }

  private String proxyUrl(String scheme) {
    return scheme + "://user:" + PASSWORD + "@127.0.0.1:" + proxy.port();
  }

  /** Runs a drain that ends so; returns standard error. */
  private String ended(int code, String endpoint) {
    try (Spawned etl = aws.drain(endpoint)) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(code);
      assertThat(etl.err() + etl.out()).doesNotContain("rdfish", "sw@", "sw%", AwsScene.SECRET);
      return etl.err();
    }
  }
}
