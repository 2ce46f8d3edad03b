package etl.doctor;

import java.util.Objects;

/**
 * What to do about one kind of failure. Each kind has its remedy here and nowhere else: {@code etl
 * doctor} prints it below its finding, and every other command below its error.
 *
 * @param text one line, without a value from a message or a setting
 */
public record Remedy(String text) {
  // The queue.

  public static final Remedy NO_REGION =
      new Remedy("set --region, AWS_REGION or the AWS profile's region");

  public static final Remedy ODD_REGION =
      new Remedy("check --region, AWS_REGION and the AWS profile: a region is written eu-west-1");

  public static final Remedy NO_CREDENTIALS =
      new Remedy(
          "give the machine an IAM role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID with"
              + " AWS_SECRET_ACCESS_KEY");

  public static final Remedy ANY_CREDENTIALS =
      new Remedy("for a local server any will do: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");

  public static final Remedy CREDENTIALS_SOURCE =
      new Remedy(
          "check what gives this process its AWS credentials: the instance's or container's role,"
              + " the web identity token, the AWS profile");

  public static final Remedy CREDENTIALS_REFUSED =
      new Remedy(
          "check the AWS credentials: the key id, the secret and the session token must be of one"
              + " set, and of the account's partition");

  public static final Remedy CREDENTIALS_EXPIRED =
      new Remedy("get new AWS credentials: these have expired");

  public static final Remedy CLOCK_SKEWED = new Remedy("set this machine's clock: use NTP");

  public static final Remedy KMS_DENIED =
      new Remedy("allow kms:Decrypt on the key that encrypts this queue, in its key policy or IAM");

  public static final Remedy KMS_UNUSABLE =
      new Remedy("enable the KMS key that encrypts this queue, or give the queue another");

  public static final Remedy NO_QUEUE =
      new Remedy("check --queue-url or --queue-name, the region and the account");

  public static final Remedy NO_SANDBOX_QUEUE =
      new Remedy("the sandbox has one queue, login-queue: leave out --queue-url and --queue-name");

  public static final Remedy NO_DEAD_LETTERS =
      new Remedy("give the queue a redrive policy, or leave out the option that asks for its DLQ");

  public static final Remedy ENDPOINT_REFUSED =
      new Remedy(
          "start the server there, or check the endpoint's host and port: --endpoint-url,"
              + " --queue-url or AWS_ENDPOINT_URL");

  public static final Remedy ENDPOINT_UNKNOWN =
      new Remedy(
          "check the endpoint's host name: --endpoint-url, --queue-url or AWS_ENDPOINT_URL; then"
              + " DNS");

  public static final Remedy AMAZON_UNREACHABLE =
      new Remedy(
          "check the way to Amazon SQS: DNS, https_proxy, firewall, security groups, VPC endpoint");

  public static final Remedy ENDPOINT_SILENT =
      new Remedy("check the endpoint and the network path to it: --endpoint-url, proxy, firewall");

  public static final Remedy QUEUE_NOT_TRUSTED =
      new Remedy(
          "set AWS_CA_BUNDLE to a file with the certificate of the authority that signed it");

  public static final Remedy NOT_SQS =
      new Remedy("check --endpoint-url, --queue-url and proxies: something else answers there");

  // The database.

  public static final Remedy DATABASE_REFUSED =
      new Remedy(
          "start PostgreSQL there, or check the host and the port: --database-url, PGHOST, PGPORT");

  public static final Remedy DATABASE_UNKNOWN =
      new Remedy("check the host's name in --database-url or PGHOST; then DNS");

  public static final Remedy DATABASE_UNREACHABLE =
      new Remedy("check the host, the port and the network path: firewall, security groups");

  public static final Remedy LOGIN =
      new Remedy("check the role, and its password in PGPASSWORD or ~/.pgpass");

  public static final Remedy NO_ENTRY =
      new Remedy("check the role, the sslmode, and that the server's pg_hba.conf lets it in");

  public static final Remedy NO_DATABASE =
      new Remedy("check the database's name, or create it with createdb");

  public static final Remedy NO_SCHEMA =
      new Remedy("check the role's search_path, or create the schema");

  public static final Remedy RIGHTS =
      new Remedy("check the role and its rights: see etl grants and etl migrate");

  public static final Remedy TABLES =
      new Remedy("run etl migrate with the same settings: the tables are missing or changed");

  public static final Remedy TABLE_SHAPE =
      new Remedy("rename or repair that table, or give etl a schema of its own (search_path)");

  public static final Remedy CONNECTIONS =
      new Remedy("raise max_connections, or disconnect other clients");

  public static final Remedy RESOURCES =
      new Remedy("look at the server's disk and memory, and at its log");

  public static final Remedy SHUT_DOWN =
      new Remedy("wait: the server starts, stops or recovers; its log says more");

  public static final Remedy READ_ONLY =
      new Remedy("connect to the primary; if --database-url lists all hosts, etl finds it");

  public static final Remedy CANCELLED =
      new Remedy(
          "look for locks, a slow disk and a short statement_timeout, or lower --batch-size");

  public static final Remedy DATA =
      new Remedy("look at the tables' constraints, triggers and policies");

  public static final Remedy NO_TLS =
      new Remedy("turn on ssl at the server, or choose another sslmode");

  public static final Remedy DATABASE_NOT_TRUSTED =
      new Remedy(
          "give the authority's certificate: sslrootcert=FILE in --database-url, or PGSSLROOTCERT");

  public static final Remedy OTHER_HOST =
      new Remedy(
          "connect by a name that is in the certificate; sslmode=verify-ca does not compare names");

  public static final Remedy CERTIFICATE_EXPIRED =
      new Remedy("renew the server's certificate, or set this machine's clock");

  public static final Remedy CERTIFICATE_FILES =
      new Remedy("check the files that sslrootcert, sslcert and sslkey name");

  public static final Remedy DATABASE_SETTINGS =
      new Remedy("check --database-url, ETL_DATABASE_URL, DATABASE_URL and the PG variables");

  // The keys.

  public static final Remedy NO_KEY_FILE =
      new Remedy(
          "check --keys or ETL_KEYS_FILE, or restore the key file from its copy; a new one cannot"
              + " open what is stored");

  public static final Remedy NO_KEY_FILE_YET = new Remedy("etl keys create makes one");

  public static final Remedy KEY_FILE_EXISTS =
      new Remedy("to add a generation to it, run etl keys rotate");

  public static final Remedy KEY_FILE_CLOSED =
      new Remedy("let the user that runs etl own and read the file: chown, and chmod 600");

  public static final Remedy KEY_FILE_OPEN = new Remedy("run chmod 600 on the key file");

  public static final Remedy NOT_KEYS =
      new Remedy("check --keys, ETL_KEYS_FILE or ETL_KEYS, or restore the file from its copy");

  public static final Remedy NEWER_KEYS = new Remedy("install the version of etl that made them");

  public static final Remedy NEWER_GENERATION =
      new Remedy("give this command the newest key file: --keys, ETL_KEYS_FILE or ETL_KEYS");

  public static final Remedy NO_KEYS_GIVEN =
      new Remedy("give the key file: --keys, ETL_KEYS_FILE or ETL_KEYS");

  public static final Remedy NO_RECOVERY_KEYS =
      new Remedy(
          "give the recovery file: --recovery-keys, ETL_RECOVERY_KEYS_FILE or ETL_RECOVERY_KEYS");

  public static final Remedy NOT_RECOVERY_KEYS =
      new Remedy(
          "give the file that etl keys create --recovery or etl keys rotate --recovery has made");

  public static final Remedy TWO_KEY_FILES =
      new Remedy("name the recovery file too: etl keys rotate FILE --recovery FILE");

  public static final Remedy RECOVERY_FILE =
      new Remedy(
          "give the consumer's file here, and keep the recovery file away from consumers' hosts");

  public static final Remedy OLDER_RECOVERY_KEYS =
      new Remedy("give the recovery file that etl keys rotate has changed along with the key file");

  public static final Remedy OTHER_KEYS =
      new Remedy(
          "restore this database's own key file: from a copy, or from another consumer. If it is"
              + " lost, so are its originals: begin anew in an empty database");

  public Remedy {
    Objects.requireNonNull(text, "text");
  }

  /** For an action that IAM or the queue's policy forbids, as in sqs:ReceiveMessage. */
  public static Remedy allow(String action) {
    return new Remedy("allow " + action + " on this queue, in the role's policy or the queue's");
  }

  /** For what the database answers with this SQLSTATE; null where that says too little. */
  public static Remedy ofSqlState(String state) {
    return switch (state) {
      case "08004", "28P01" -> LOGIN;
      case "42501" -> RIGHTS;
      case "53300" -> CONNECTIONS;
      case "25006" -> READ_ONLY;
      case "57014", "40P01", "55P03", "25P03" -> CANCELLED;
      default ->
          state.length() < 2
              ? null
              : switch (state.substring(0, 2)) {
                case "08" -> DATABASE_UNREACHABLE;
                case "28" -> NO_ENTRY;
                case "3D" -> NO_DATABASE;
                case "3F" -> NO_SCHEMA;
                case "42", "0A", "55" -> TABLES;
                case "53", "58" -> RESOURCES;
                case "57" -> SHUT_DOWN;
                case "22", "23", "44", "P0" -> DATA;
                default -> null;
              };
    };
  }
}
