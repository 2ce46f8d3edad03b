package etl.sandbox;

import java.net.URI;
import java.nio.file.Path;

/**
 * The addresses and credentials of a running sandbox. Both servers listen on the loopback interface
 * only.
 *
 * @param databasePort the port of PostgreSQL
 * @param queuePort the port of the SQS server; 0 if only the database was requested
 * @param passwordFile a {@code PGPASSFILE} with the password of the database's user
 */
public record SandboxAddresses(int databasePort, int queuePort, Path passwordFile) {
  static final String HOST = "127.0.0.1";
  static final String QUEUE = "login-queue";
  static final String REGION = "us-east-1";

  public String databaseHost() {
    return HOST;
  }

  public String databaseName() {
    return "postgres";
  }

  /** The database's user, whose password stands in {@link #passwordFile}. */
  public String databaseUser() {
    return "postgres";
  }

  /** The database's URL for psql, without the password. */
  public String databaseUrl() {
    return "postgresql://%s@%s:%d/%s"
        .formatted(databaseUser(), databaseHost(), databasePort, databaseName());
  }

  /** The SQS server's endpoint. */
  public URI endpoint() {
    return endpoint(queuePort);
  }

  static URI endpoint(int port) {
    return URI.create("http://" + HOST + ":" + port);
  }

  public String queueName() {
    return QUEUE;
  }

  public URI queueUrl() {
    return queueUrl(queuePort);
  }

  static URI queueUrl(int port) {
    return endpoint(port).resolve("/000000000000/" + QUEUE);
  }

  public String region() {
    return REGION;
  }

  /** An access key id. The SQS server accepts any, but clients need one. */
  public String accessKeyId() {
    return "sandbox";
  }

  /** The secret for {@link #accessKeyId()}. */
  public String secretAccessKey() {
    return "sandbox";
  }
}
