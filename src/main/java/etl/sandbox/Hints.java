package etl.sandbox;

import java.util.List;

/** Commands to try in another terminal while a command follows the sandbox's queue. */
final class Hints {
  private Hints() {}

  static List<String> of(SandboxAddresses addresses) {
    return List.of(
        "sandbox: the SQS endpoint is " + addresses.endpoint(),
        "sandbox: to send a message:",
        sendMessage(addresses),
        "sandbox: to see its row:",
        "  PGPASSFILE=%s psql %s -c \"select * from user_logins where user_id = 'me'\""
            .formatted(quoted(addresses.passwordFile().toString()), addresses.databaseUrl()));
  }

  /** As a shell takes it. */
  private static String quoted(String path) {
    return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static String sendMessage(SandboxAddresses addresses) {
    return """
          AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s \\
            aws sqs send-message --region %s \\
            --endpoint-url %s \\
            --queue-url %s \\
            --message-body '{"user_id": "me", "ip": "10.20.30.40", "device_id": "my phone"}'"""
        .formatted(
            addresses.accessKeyId(),
            addresses.secretAccessKey(),
            addresses.region(),
            addresses.endpoint(),
            addresses.queueUrl());
  }
}
