package etl.sqs.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** The SDK's own signer signs the same requests alike. */
class SignaturesAlikeTest {
  @Property
  void signature_is_that_of_the_sdk(
      @ForAll("words") String keyId,
      @ForAll("words") String secret,
      @ForAll("tokens") String token,
      @ForAll("regions") String region,
      @ForAll @LongRange(min = 0, max = 4_102_444_800L) long second,
      @ForAll boolean tls,
      @ForAll @IntRange(min = 1024, max = 65_535) int port,
      @ForAll String body) {
    AwsCredentials credentials =
        token.isBlank()
            ? AwsBasicCredentials.create(keyId, secret)
            : AwsSessionCredentials.create(keyId, secret, token);
    String host = "sqs." + region + ".amazonaws.com:" + port;
    RequestForm form =
        new RequestForm(new Endpoint(tls, "sqs", port, host, "agent/1 (odd;  spaces)", region));
    RequestForm.Call call =
        new RequestForm.Call("ReceiveMessage", "id", body.getBytes(StandardCharsets.UTF_8));
    Instant first = Instant.ofEpochSecond(second);

    // The second time, the day's key is known; the third time, there is another day.
    for (Instant now : List.of(first, first, first.plus(Duration.ofDays(1)))) {
      Map<String, String> own = headers(form.of(call, 1, credentials, now));
      SdkHttpRequest sdks = bySdk(own, tls, port, call.body(), credentials, region, now).request();

      own.forEach((name, value) -> assertThat(sdks.firstMatchingHeader(name)).contains(value));
    }
  }

  private static Map<String, String> headers(WireRequest request) {
    String head = new String(request.bytes(), StandardCharsets.ISO_8859_1).split("\r\n\r\n")[0];
    return head.lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1]));
  }

  @Test
  void token_of_several_lines_adds_no_header() {
    RequestForm form = new RequestForm(new Endpoint(true, "sqs", 443, "sqs", "agent", "r"));
    AwsCredentials credentials =
        AwsSessionCredentials.create("AKID\r\nX-One: 1", "secret", "token\r\nX-Other: 1");
    RequestForm.Call call = new RequestForm.Call("ReceiveMessage", "id", new byte[0]);

    assertThat(headers(form.of(call, 1, credentials, Instant.EPOCH)))
        .containsEntry("X-Amz-Security-Token", "token??X-Other: 1")
        .doesNotContainKeys("X-One", "X-Other");
  }

  /** Signs anew, with all headers but those that the signer adds. */
  private static SignedRequest bySdk(
      Map<String, String> own,
      boolean tls,
      int port,
      byte[] body,
      AwsCredentials credentials,
      String region,
      Instant now) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol(tls ? "https" : "http")
            .host("sqs." + region + ".amazonaws.com")
            .port(port)
            .encodedPath("/");
    own.forEach(
        (name, value) -> {
          if (!name.matches("(?i)authorization|host|x-amz-(content.*|date|security-token)")) {
            request.putHeader(name, value);
          }
        });
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(credentials)
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
  }

  /** Keys, with spaces around some, as they come out of files. */
  @Provide
  Arbitrary<String> words() {
    Arbitrary<String> inner =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .withChars("é+/=")
            .ofMinLength(1)
            .ofMaxLength(80);
    return Arbitraries.oneOf(inner, inner.map(word -> " " + word + "\n"));
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.oneOf(Arbitraries.just(""), words());
  }

  @Provide
  Arbitrary<String> regions() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars("-0123456789").ofLength(9);
  }
}
