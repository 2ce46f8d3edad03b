package etl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.QueueSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected tokens are those of botocore 1.43 for the same inputs and moment. */
class RdsTokensTest {
  private static final Clock MOMENT =
      Clock.fixed(Instant.parse("2026-11-28T05:00:00Z"), ZoneOffset.UTC);

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final StaticCredentials LONG_LIVED =
      new StaticCredentials("AKIDEXAMPLE", SECRET, null);

  private static final String HOST = "db.abc123.eu-central-1.rds.amazonaws.com";

  @Test
  void token_is_the_one_that_botocore_makes() {
    assertThat(tokens(LONG_LIVED, null).token(HOST, 5432, "etl"))
        .isEqualTo(
            HOST
                + ":5432/?Action=connect&DBUser=etl&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIDEXAMPLE%2F20261128%2Feu-central-1%2Frds-db%2Faws4_request"
                + "&X-Amz-Date=20261128T050000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature="
                + "bf0baab9cb2e9b97108a877bd1de527bb35b41f689b1408e79434b20c8b10e1f");
  }

  @Test
  void token_by_temporary_credentials_is_the_one_that_botocore_makes() {
    StaticCredentials temporary =
        new StaticCredentials("ASIAEXAMPLE", SECRET, "tok/en+with==&more");
    assertThat(tokens(temporary, null).token(HOST, 6543, "me+x@corp y"))
        .isEqualTo(
            HOST
                + ":6543/?Action=connect&DBUser=me%2Bx%40corp%20y&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=ASIAEXAMPLE%2F20261128%2Feu-central-1%2Frds-db%2Faws4_request"
                + "&X-Amz-Date=20261128T050000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                + "&X-Amz-Security-Token=tok%2Fen%2Bwith%3D%3D%26more&X-Amz-Signature="
                + "55ce7752b80d0307e5efe47095d63bc811b3e62896ef0767771d4bb12bef0720");
  }

  @ParameterizedTest
  @CsvSource({
    "db.abc.eu-west-3.rds.amazonaws.com, eu-west-3",
    "db.abc.cn-north-1.rds.amazonaws.com.cn, cn-north-1",
    "c.cluster-ro-abc.us-gov-west-1.rds.amazonaws.com, us-gov-west-1",
    "db.example.com, sa-east-1",
    "10.0.0.7, sa-east-1",
  })
  void region_is_that_of_the_host_or_else_as_configured(String host, String region) {
    assertThat(tokens(LONG_LIVED, "sa-east-1").token(host, 5432, "etl"))
        .contains("%2F" + region + "%2Frds-db%2F");
  }

  private static RdsTokens tokens(StaticCredentials key, String region) {
    return new RdsTokens(AwsAccess.open(QueueSettings.aws(key)), region, MOMENT);
  }
}
