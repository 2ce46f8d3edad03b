package etl.cli.option;

import etl.aws.AwsAccess;
import etl.aws.AwsException;
import etl.aws.AwsSettings;
import etl.aws.RdsTokens;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.event.StoreException;
import etl.postgres.PasswordSource;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** How a login proves who it is. */
enum DatabaseAuth {
  /** By the password that is configured, if the server asks for one. */
  PASSWORD,
  /** By a token of Amazon RDS. */
  IAM;

  private static final String VARIABLE = "ETL_DATABASE_AUTH";

  /**
   * What counts.
   *
   * @param option null if it is not given
   */
  static DatabaseAuth of(DatabaseAuth option, Environment environment) {
    if (option != null) {
      return option;
    }
    return switch (environment.first(List.of(VARIABLE)).map(String::strip).orElse("password")) {
      case "password" -> PASSWORD;
      case "iam" -> IAM;
      default -> throw CommandFailure.configuration(VARIABLE + " is neither password nor iam");
    };
  }

  /** The source of tokens; null where the password counts. */
  PasswordSource tokens(Environment environment) {
    if (this == PASSWORD) {
      return null;
    }
    AwsSettings settings = new FileCredentials(environment).settings();
    String region = environment.first(Environment.REGION).map(String::strip).orElse(null);
    try {
      RdsTokens tokens = new RdsTokens(AwsAccess.open(settings), region, Clock.systemUTC());
      return (host, port, user) -> {
        try {
          return tokens.token(host, port, user);
        } catch (AwsException e) {
          throw failure("cannot log in to the database at " + host + ":" + port, e);
        }
      };
    } catch (AwsException e) {
      throw failure("cannot log in to the database", e);
    }
  }

  private static StoreException failure(String what, AwsException why) {
    return new StoreException(why.fault(), "", what + ": " + why.getMessage(), why);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
