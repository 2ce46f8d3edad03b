package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of credentials: it signs; away it is an outage, and a refusal is told as one. */
@Tag("servers")
@Execution(ExecutionMode.CONCURRENT)
class AwsCredentialsTest {
  private static final String WEB_IDENTITY = "AssumeRoleWithWebIdentity";
  private static final String CONTAINER = "/container";
  private static final String INSTANCE = "/latest/meta-data/iam/security-credentials/";
  private static final String PORTAL = "/federation/credentials";
  private static final String RENEWAL = "/v1/token";

  /** A key made for this test, as it stands in JSON. */
  private static final String PEM =
      "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIKFpoMsVgf/2sXTOCW81U1W5GFrUgcR8LEdr633EnvcQoAoGCCqGSM49\\n"
          + "AwEHoUQDQgAEdsMNFytUMy2SJoRlODV5MH2gNN9Yx5BDjUgP/kmQEioj+rC8PajC\\n"
          + "qNLiWOv4q/CUBurjqSrzEj8lmxtqRntD6g==\\n-----END EC PRIVATE KEY-----\\n";

  private static final String KEY =
      """
      {"Code":"Success","AccessKeyId":"AKIDSERVER","SecretAccessKey":"swordfish",\
      "Token":"swordfish","Expiration":"2100-01-01T00:00:00Z"}""";

  private AwsScene aws;

  @TempDir Path home;

  @BeforeEach
  void open() {
    aws = new AwsScene(home);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void container_gives_credentials() {
    aws.answer(CONTAINER, 200, KEY);
    container();
    assertSignedBy("AKIDSERVER");
  }

  @ParameterizedTest
  @CsvSource({"404, HTTP 404", "503, HTTP 503", "429, HTTP 429"})
  void container_that_has_none_yet_is_an_outage(int status, String said) {
    aws.answer(CONTAINER, status, "{\"message\":\"swordfish\"}");
    container();
    assertOutage("the container's endpoint (AWS_CONTAINER_CREDENTIALS_FULL_URI): " + said);
  }

  @Test
  void container_that_refuses_is_told_with_its_status() {
    aws.answer(CONTAINER, 403, "{\"message\":\"swordfish\"}");
    container();
    assertRefusal("the container's endpoint (AWS_CONTAINER_CREDENTIALS_FULL_URI)", "HTTP 403");
  }

  @Test
  void follower_waits_for_a_container_that_is_not_there_yet() throws IOException {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      aws.set(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://127.0.0.1:" + unused.getLocalPort() + CONTAINER);
    }
    assertOutage("the container's endpoint", "the connection was refused");

    container();
    try (Spawned etl =
        aws.start("consume", "--dry-run", "--follow", "--queue-url", aws.url() + "/0/q")) {
      etl.awaitErr(text -> text.contains("HTTP 404"));
      aws.answer(CONTAINER, 200, KEY);
      assertThat(etl.code()).as(etl.err()).isEqualTo(77);
      assertThat(etl.err()).contains(AwsScene.QUEUE_REFUSES);
    }
    assertThat(aws.signatures()).contains("AKIDSERVER");
  }

  @Test
  void instance_gives_credentials_and_is_waited_for_after_a_boot() {
    instance();
    assertOutage("the instance's metadata service: HTTP 404");
    aws.answer(INSTANCE, 200, "worker").answer(INSTANCE + "worker", 200, KEY);
    assertSignedBy("AKIDSERVER");
  }

  @Test
  void region_of_an_instance_is_waited_for_after_a_boot() {
    instance();
    aws.set("AWS_REGION", "");
    try (Spawned etl = aws.start("consume", "--dry-run", "--outage-limit", "1s")) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(69);
      assertThat(etl.err())
          .contains("no AWS region yet from the instance's metadata service")
          .contains("-> set --region");
    }
  }

  @Test
  void instance_without_a_metadata_service_is_no_source() throws IOException {
    instance();
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      aws.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + unused.getLocalPort());
    }
    assertThat(ended(77)).contains("no AWS credentials found");
  }

  @Test
  void web_identity_signs_and_an_older_key_on_the_machine_does_not() {
    webIdentity();
    aws.file(".aws/credentials", key("default"));
    aws.answer(WEB_IDENTITY, 200, assumed(WEB_IDENTITY));
    assertSignedBy("AKIDROLE");

    aws.signatures().clear();
    aws.answer(WEB_IDENTITY, 503, error("ServiceUnavailable"));
    assertOutage("the web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", "ServiceUnavailable (HTTP 503)");
    assertThat(aws.signatures()).as("no other account's credentials").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, Throttling, true",
    "400, IDPCommunicationError, true",
    "500, InternalFailure, true",
    "403, AccessDenied, false",
    "400, InvalidIdentityToken, false",
    "400, ExpiredTokenException, false"
  })
  void answer_of_sts_is_told_with_status_and_code(int status, String code, boolean outage) {
    webIdentity();
    aws.answer(WEB_IDENTITY, status, error(code));
    String said = code + " (HTTP " + status + ")";
    if (outage) {
      assertOutage("the web identity", said);
    } else {
      assertRefusal("the web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", said);
    }
  }

  @Test
  void profile_with_a_role_signs_by_it_and_tells_a_refusal() {
    aws.file(".aws/credentials", key("base"));
    aws.file(
        ".aws/config",
        "[profile dev]\nrole_arn=arn:aws:iam::123456789012:role/etl\nsource_profile=base\n");
    aws.set("AWS_PROFILE", "dev").answer("AssumeRole", 200, assumed("AssumeRole"));
    assertSignedBy("AKIDROLE");

    aws.answer("AssumeRole", 403, error("AccessDenied"));
    assertRefusal("the AWS profile dev (role_arn)", "AccessDenied (HTTP 403)");
  }

  @Test
  void sso_login_signs_and_one_that_has_expired_is_a_refusal() throws GeneralSecurityException {
    String start = "https://example.awsapps.com/start";
    aws.file(
        ".aws/config",
        """
        [profile dev]
        sso_session=work
        sso_account_id=123456789012
        sso_role_name=etl
        [sso-session work]
        sso_region=eu-west-1
        sso_start_url=%s
        """
            .formatted(start));
    aws.set("AWS_PROFILE", "dev");
    assertRefusal("the AWS profile dev (sso)", "run aws sso login");

    String cache = ".aws/sso/cache/" + hash("SHA-1", "work") + ".json";
    String token = "{\"accessToken\":\"swordfish\",\"expiresAt\":\"%s\",\"startUrl\":\"%s\"}";
    aws.file(cache, token.formatted("2020-01-01T00:00:00Z", start));
    assertRefusal("the AWS profile dev (sso)", "run aws sso login");

    aws.file(cache, token.formatted("2100-01-01T00:00:00Z", start));
    aws.answer(PORTAL, 503, "swordfish");
    assertOutage("the AWS profile dev (sso)", "HTTP 503");
    aws.answer(PORTAL, 401, "{\"message\":\"swordfish\"}");
    assertRefusal("the AWS profile dev (sso)", "HTTP 401");
    aws.answer(
        PORTAL,
        200,
        """
        {"roleCredentials":{"accessKeyId":"AKIDPORTAL","secretAccessKey":"swordfish",\
        "sessionToken":"swordfish","expiration":4102444800000}}""");
    assertSignedBy("AKIDPORTAL");
  }

  @Test
  void login_of_the_cli_signs_and_is_renewed_in_its_file() throws Exception {
    String session = "arn:aws:iam::123456789012:user/someone";
    aws.file(".aws/config", "[profile dev]\nlogin_session=" + session + "\nregion=eu-west-1\n");
    aws.set("AWS_PROFILE", "dev");
    assertRefusal("the AWS profile dev (login_session)", "run aws login");

    String cache = ".aws/login/cache/" + hash("SHA-256", session) + ".json";
    String login =
        """
        {"accessToken":{"accessKeyId":"AKIDKEPT","secretAccessKey":"swordfish",\
        "sessionToken":"swordfish","accountId":"123456789012","expiresAt":"%s"},\
        "tokenType":"aws_sigv4","refreshToken":"swordfish","clientId":"cli","dpopKey":"%s"}""";
    aws.file(cache, login.formatted("2100-01-01T00:00:00Z", "none"));
    assertSignedBy("AKIDKEPT");

    Path old = aws.file(cache, login.formatted("2020-01-01T00:00:00Z", PEM));
    aws.answer(RENEWAL, 503, "swordfish");
    assertOutage("the AWS profile dev (login_session)", "HTTP 503");
    aws.answer(RENEWAL, 401, "{\"error\":\"TOKEN_EXPIRED\",\"message\":\"swordfish\"}");
    assertRefusal("the AWS profile dev (login_session)", "TOKEN_EXPIRED (HTTP 401)");
    aws.signatures().clear();
    aws.answer(
        RENEWAL,
        200,
        """
        {"accessToken":{"accessKeyId":"AKIDRENEWED","secretAccessKey":"swordfish",\
        "sessionToken":"swordfish"},"tokenType":"aws_sigv4","expiresIn":900,\
        "refreshToken":"next"}""");
    assertSignedBy("AKIDRENEWED");
    assertThat(old).content().contains("AKIDRENEWED", "\"refreshToken\":\"next\"", "123456789012");
  }

  @Test
  void program_of_a_profile_signs_and_is_waited_for_when_it_fails() {
    aws.set("AWS_PROFILE", "dev");
    program("cat " + aws.file("key", "{\"Version\":1," + KEY.substring(1)));
    assertSignedBy("AKIDSERVER");
    program("sh -c 'echo swordfish >&2; exit 3'");
    assertOutage("the AWS profile dev (credential_process)", "the program failed (exit code 3)");
    program("/no/such/program");
    assertThat(ended(78)).contains("the program cannot be run (exit code 127)");
  }

  @Test
  void profile_that_is_not_there_is_said_to_be_missing() {
    aws.set("AWS_PROFILE", "prod");
    assertThat(ended(77)).contains("no AWS credentials: there is no AWS profile prod");
  }

  @Test
  void profile_files_that_cannot_be_read_are_configuration() {
    aws.file(".aws/credentials", "aws_secret_access_key=swordfish\n");
    assertThat(ended(78)).contains("the AWS profile files (config, credentials) cannot be read");
  }

  @Test
  void half_a_key_is_said_to_be_incomplete() {
    aws.set("AWS_SECRET_ACCESS_KEY", AwsScene.SECRET);
    assertThat(ended(77)).contains("AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not");
  }

  @Test
  void commands_that_do_not_wait_tell_an_outage_at_once() {
    container();
    try (Spawned etl = aws.start("stats", "--queue-url", aws.url() + "/0/q")) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(69);
      assertThat(etl.err()).contains("HTTP 404").doesNotContain(AwsScene.SECRET);
    }
  }

  @Test
  void doctor_tells_the_source_and_until_when_its_credentials_hold() {
    container();
    aws.answer(CONTAINER, 200, KEY);
    try (Spawned etl = aws.start("doctor", "--queue-url", aws.url() + "/0/q")) {
      etl.code();
      assertThat(etl.out())
          .contains(
              "from the container's endpoint (AWS_CONTAINER_CREDENTIALS_FULL_URI); they hold until"
                  + " 2100-01-01T00:00:00Z")
          .doesNotContain(AwsScene.SECRET);
    }
  }

  private void container() {
    aws.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", aws.url() + CONTAINER);
  }

  private void instance() {
    aws.set("AWS_EC2_METADATA_DISABLED", "false")
        .set("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url())
        .answer("/latest/api/token", 200, AwsScene.SECRET);
  }

  private void webIdentity() {
    aws.set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/etl")
        .set("AWS_WEB_IDENTITY_TOKEN_FILE", aws.file("token", AwsScene.SECRET).toString());
  }

  private void program(String command) {
    aws.file(".aws/config", "[profile dev]\ncredential_process=" + command + "\n");
  }

  private static String key(String profile) {
    return "[%s]\naws_access_key_id=AKIDBASE\naws_secret_access_key=swordfish\n".formatted(profile);
  }

  static String assumed(String action) {
    return """
    <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
    <AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>swordfish</SecretAccessKey>
    <SessionToken>swordfish</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
    </Credentials></%1$sResult></%1$sResponse>
    """
        .formatted(action);
  }

  static String error(String code) {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
    <Code>%s</Code><Message>swordfish</Message></Error></ErrorResponse>
    """
        .formatted(code);
  }

  private static String hash(String algorithm, String text) throws GeneralSecurityException {
    byte[] hash =
        MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  private void assertSignedBy(String accessKey) {
    String err = ended(77);
    assertThat(aws.signatures()).as(err).isNotEmpty().containsOnly(accessKey);
    assertThat(err).contains(AwsScene.QUEUE_REFUSES);
  }

  private void assertOutage(String... said) {
    assertThat(ended(69)).contains("no AWS credentials yet from ").contains(said);
  }

  private void assertRefusal(String source, String said) {
    assertThat(ended(77))
        .contains("no AWS credentials: " + source + " refuses them: ")
        .contains(said)
        .doesNotContain("any will do");
  }

  /** Runs a drain that ends so; returns standard error. */
  private String ended(int code) {
    try (Spawned etl = aws.drain()) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(code);
      assertThat(etl.err() + etl.out()).doesNotContain(AwsScene.SECRET);
      return etl.err();
    }
  }
}
