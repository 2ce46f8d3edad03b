package etl.aws;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.AttributeMap;

/** AWS's sign-in service, called over the SDK's network. */
final class SignIn {
  private SignIn() {}

  /**
   * Renews a login.
   *
   * @param endpoint the service's
   * @param key the login's private key, as PEM, by which its owner is known
   */
  static JsonObject createToken(URI endpoint, JsonObject request, String key)
      throws GeneralSecurityException {
    URI address = URI.create(endpoint.toString().replaceFirst("/+$", "") + "/v1/token");
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    HttpExecuteRequest call =
        HttpExecuteRequest.builder()
            .request(
                SdkHttpRequest.builder()
                    .method(SdkHttpMethod.POST)
                    .uri(address)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", Integer.toString(body.length))
                    .putHeader("DPoP", ProofOfPossession.header(key, address, Instant.now()))
                    .build())
            .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
            .build();
    try (SdkHttpClient client =
        Network.ofSdk().client(Apache5HttpClient::builder, null, AttributeMap.empty())) {
      return read(client.prepareRequest(call).call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The endpoint of the region in use, or the one that is named. */
  static URI endpoint() {
    String named =
        System.getProperty("aws.endpointUrlSignin", System.getenv("AWS_ENDPOINT_URL_SIGNIN"));
    if (named != null && !named.isEmpty()) {
      return URI.create(named);
    }
    Region region = new DefaultAwsRegionProviderChain().getRegion();
    RegionMetadata known = RegionMetadata.of(region);
    String partition = known == null ? "aws" : known.partition().id();
    return URI.create(
        "https://"
            + switch (partition) {
              case "aws" -> region + ".signin.aws.amazon.com";
              case "aws-cn" -> region + ".signin.amazonaws.cn";
              case "aws-us-gov" -> region + ".signin.amazonaws-us-gov.com";
              default -> "signin." + region + "." + known.partition().dnsSuffix();
            });
  }

  private static JsonObject read(HttpExecuteResponse response) throws IOException {
    AbortableInputStream stream =
        response.responseBody().orElseGet(AbortableInputStream::createEmpty);
    JsonObject json = json(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    boolean successful = response.httpResponse().isSuccessful();
    if (successful && json != null) {
      return json;
    }
    String code = json == null || !json.has("error") ? null : json.get("error").getAsString();
    throw AwsServiceException.builder()
        .statusCode(successful ? 502 : response.httpResponse().statusCode())
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }

  /** Null if the text is no JSON object. */
  private static JsonObject json(String text) {
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return null;
    }
  }
}
