package etl.aws;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Tokens of Amazon RDS, which a role logs in with in the place of a password: a request that is
 * signed for one host and role, and can be used for fifteen minutes. Nothing is sent for one,
 * unless the credentials have to be fetched.
 */
public final class RdsTokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final List<String> PARAMETERS =
      List.of(
          "Action",
          "DBUser",
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Date",
          "X-Amz-Expires",
          "X-Amz-SignedHeaders",
          "X-Amz-Security-Token",
          "X-Amz-Signature");
  private static final Pattern HOST =
      Pattern.compile(".*\\.(?<region>[a-z0-9-]+)\\.rds\\.amazonaws\\.com(?:\\.cn)?\\.?");

  private final AwsAccess access;
  private final String region;
  private final Clock clock;

  /**
   * @param access whose credentials sign
   * @param region for hosts whose names have none; null for the AWS profile's
   */
  public RdsTokens(AwsAccess access, String region, Clock clock) {
    this.access = access;
    this.region = region;
    this.clock = clock;
  }

  /**
   * Makes one.
   *
   * @throws AwsException if there are no credentials, or no region
   */
  public String token(String host, int port, String user) {
    String where = region(host);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://" + host + ":" + port + "/"))
            .appendRawQueryParameter("Action", "connect")
            .appendRawQueryParameter("DBUser", user)
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(access.resolveCredentials())
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rds-db")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, where)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, LIFETIME)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    // In the order of the other SDKs: a token can be compared with theirs.
    String query =
        PARAMETERS.stream()
            .flatMap(
                name ->
                    signed.firstMatchingRawQueryParameter(name).stream()
                        .map(value -> name + "=" + SdkHttpUtils.urlEncode(value)))
            .collect(Collectors.joining("&"));
    return host + ":" + port + "/?" + query;
  }

  private String region(String host) {
    Matcher regional = HOST.matcher(host);
    if (regional.matches()) {
      return regional.group("region");
    }
    return Optional.ofNullable(region).orElseGet(AwsAccess::region);
  }
}
