package etl.sqs;

import etl.aws.AwsAccess;
import etl.aws.Network;
import etl.doctor.Finding;
import etl.event.QueueException;
import java.util.List;

/** What a checkup says about the way to AWS. */
final class AccessFindings {
  private AccessFindings() {}

  /** The proxy and the certificate authorities in use. */
  static List<Finding> network(Network network, SqsAddress address) {
    return List.of(
        Finding.ok("aws.proxy", network.describeProxy(address.url()).orElse("none")),
        Finding.ok(
            "aws.ca_bundle", SqsFaults.ofSettings(network::authoritiesFile).orElse("Java's own")));
  }

  /**
   * Whose the credentials are, and how long they hold.
   *
   * @throws QueueException if there are none
   */
  static String login(SqsConnection connection) {
    AwsAccess.Login login = connection.call("log in to", connection.access()::login);
    String holds = "they do not expire";
    if (login.expires() != null) {
      holds = "they hold until " + login.expires();
    } else if (login.temporary()) {
      holds = "they expire";
    }
    return "from " + login.source() + "; " + holds;
  }
}
