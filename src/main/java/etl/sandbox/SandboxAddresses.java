package etl.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

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

  /** An access key's id and its secret. The SQS server accepts any, but clients need one. */
  static final String KEY = "sandbox";

  /** The database, and its user, whose password stands in {@link #passwordFile}. */
  private static final String POSTGRES = "postgres";

  /** The environment variables by which etl, and the clients of AWS and PostgreSQL, reach it. */
  public Map<String, String> variables() {
    return Map.of(
        "ETL_QUEUE_URL", queueUrl(queuePort).toString(),
        "AWS_ENDPOINT_URL_SQS", endpoint(queuePort).toString(),
        "AWS_REGION", REGION,
        "AWS_ACCESS_KEY_ID", KEY,
        "AWS_SECRET_ACCESS_KEY", KEY,
        "PGHOST", HOST,
        "PGPORT", Integer.toString(databasePort),
        "PGDATABASE", POSTGRES,
        "PGUSER", POSTGRES,
        "PGPASSFILE", passwordFile.toString());
  }

  /** The database's URL for psql, without the password. */
  String databaseUrl() {
    return "postgresql://%s@%s:%s/%s".formatted(POSTGRES, HOST, databasePort, POSTGRES);
  }

  /** The SQS server's endpoint. */
  static URI endpoint(int port) {
    return URI.create("http://" + HOST + ":" + port);
  }

  static URI queueUrl(int port) {
    return endpoint(port).resolve("/000000000000/" + QUEUE);
  }
}
