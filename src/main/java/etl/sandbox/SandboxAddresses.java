package etl.sandbox;

import java.net.URI;

/** Where the servers of a running sandbox are. Both listen on the loopback interface only. */
public record SandboxAddresses(int databasePort, int queuePort) {
  private static final String HOST = "127.0.0.1";
  private static final String QUEUE = "login-queue";

  public String databaseHost() {
    return HOST;
  }

  public String databaseName() {
    return "postgres";
  }

  /** The database's user, who needs no password. */
  public String databaseUser() {
    return "postgres";
  }

  /** The SQS server's endpoint. */
  public URI endpoint() {
    return URI.create("http://" + HOST + ":" + queuePort);
  }

  public String queueName() {
    return QUEUE;
  }

  public URI queueUrl() {
    return endpoint().resolve("/000000000000/" + QUEUE);
  }

  public String region() {
    return "us-east-1";
  }

  /** An access key id that the SQS server takes. It takes any; clients must have one. */
  public String accessKeyId() {
    return "sandbox";
  }

  /** The secret to {@link #accessKeyId()}. */
  public String secretAccessKey() {
    return "sandbox";
  }
}
