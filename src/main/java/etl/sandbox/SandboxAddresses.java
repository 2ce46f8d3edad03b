package etl.sandbox;

import java.net.URI;

/**
 * Where the servers of a running sandbox are, and what they are to be told. Both listen on the
 * loopback interface only.
 *
 * @param databasePort the port of PostgreSQL
 * @param queuePort the port of the SQS server; 0 where only the database was asked for
 */
public record SandboxAddresses(int databasePort, int queuePort) {
  static final String HOST = "127.0.0.1";
  static final String QUEUE = "login-queue";
  static final String REGION = "us-east-1";

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

  /** The database as one URL, as psql takes it. */
  public String databaseUrl() {
    return "postgresql://%s@%s:%d/%s"
        .formatted(databaseUser(), databaseHost(), databasePort, databaseName());
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
    return REGION;
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
