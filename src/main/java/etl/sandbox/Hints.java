package etl.sandbox;

import java.util.List;

/** Commands to try in another terminal while a command follows the sandbox's queue. */
final class Hints {
  private Hints() {}

  static List<String> forLogins(SandboxAddresses addresses) {
    return of(
        addresses,
        "'{\"user_id\": \"me\", \"ip\": \"10.20.30.40\", \"device_id\": \"my phone\"}'",
        "sandbox: to see its row:",
        " -c \"select * from user_logins where user_id = 'me'\"");
  }

  /** For events that the sandbox knows nothing of. */
  static List<String> forOwnEvents(SandboxAddresses addresses) {
    return of(addresses, "\"$(head -n 1 FILE)\"", "sandbox: to see the rows:", "");
  }

  private static List<String> of(
      SandboxAddresses addresses, String body, String toSee, String query) {
    return List.of(
        "sandbox: the SQS endpoint is " + SandboxAddresses.endpoint(addresses.queuePort()),
        "sandbox: to send a message:",
        sendMessage(addresses, body),
        toSee,
        "  PGPASSFILE=%s psql %s%s"
            .formatted(
                quoted(addresses.passwordFile().toString()), addresses.databaseUrl(), query));
  }

  /** As a shell takes it. */
  private static String quoted(String path) {
    return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static String sendMessage(SandboxAddresses addresses, String body) {
    return """
          AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s \\
            aws sqs send-message --region %s \\
            --endpoint-url %s \\
            --queue-url %s \\
            --message-body %s"""
        .formatted(
            SandboxAddresses.KEY,
            SandboxAddresses.KEY,
            SandboxAddresses.REGION,
            SandboxAddresses.endpoint(addresses.queuePort()),
            SandboxAddresses.queueUrl(addresses.queuePort()),
            body);
  }
}
