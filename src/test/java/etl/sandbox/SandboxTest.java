package etl.sandbox;

import static etl.sandbox.SandboxRequest.Purpose.DRAIN;
import static etl.sandbox.SandboxRequest.Purpose.DRAIN_OWN;
import static etl.sandbox.SandboxRequest.Purpose.FOLLOW;
import static etl.sandbox.SandboxRequest.Purpose.INSPECT;
import static etl.sandbox.SandboxRequest.Purpose.LOOK_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Tag("servers")
class SandboxTest {
  @TempDir static Path parent;

  /** Shared, since unpacking PostgreSQL takes seconds; a shell would stumble over its name. */
  private static Path folder;

  private final List<String> notices = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void choose_folder() throws IOException {
    folder = parent.toRealPath().resolve("a 'sand' box");
  }

  @Test
  void rows_stay_for_the_next_command_and_messages_do_not() throws Exception {
    try (Sandbox sandbox = open(DRAIN)) {
      execute(sandbox, "create table kept as select 7 as value");
      assertThat(visible(sandbox)).isEqualTo(101);
    }
    try (Sandbox sandbox = open(INSPECT)) {
      assertThat(number(sandbox, "select value from kept")).isEqualTo(7);
      assertThat(visible(sandbox)).isZero();
      execute(sandbox, "drop table kept");
    }
  }

  @Test
  void events_of_ones_own_are_sent_in_place_of_logins() {
    SandboxEvent small = new SandboxEvent("{}", Map.of("event_type", "order.placed"));
    SandboxEvent largest = new SandboxEvent("x".repeat(SandboxEvent.LONGEST), Map.of());
    List<SandboxEvent> events = new ArrayList<>(Collections.nCopies(11, small));
    events.addAll(List.of(largest, largest));

    try (Sandbox sandbox = open(DRAIN_OWN, events)) {
      assertThat(visible(sandbox)).isEqualTo(13);
      assertThat(notices)
          .last()
          .isEqualTo("sandbox: messages sent: 13; each has a new id and becomes a new row");
    }
    try (Sandbox sandbox = open(DRAIN_OWN)) {
      assertThat(visible(sandbox)).isZero();
      assertThat(notices).last().asString().contains("sent no sample messages", "--sandbox-events");
    }
  }

  @Test
  void servers_are_gone_after_the_last_one_has_closed() throws Exception {
    SandboxAddresses addresses;
    try (Sandbox sandbox = open(INSPECT)) {
      addresses = sandbox.addresses();
      assertThat(answers(addresses.databasePort())).isTrue();
      assertThat(answers(addresses.queuePort())).isTrue();
    }
    assertThat(answers(addresses.databasePort())).isFalse();
    assertThat(answers(addresses.queuePort())).isFalse();
  }

  @Test
  void second_command_uses_the_servers_of_the_first_and_keeps_them_when_that_ends()
      throws Exception {
    Sandbox first = open(DRAIN);
    try (Sandbox second = open(DRAIN)) {
      assertThat(second.addresses()).isEqualTo(first.addresses());
      assertThat(visible(second)).as("filled once").isEqualTo(101);
      first.close();
      assertThat(visible(second)).isEqualTo(101);
      assertThat(number(second, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void sandbox_starts_again_after_its_daemon_was_killed() throws Exception {
    Sandbox orphaned = open(LOOK_UP);
    ProcessHandle daemon = daemon();
    daemon.destroyForcibly();
    daemon.onExit().get(10, TimeUnit.SECONDS);
    assertThat(answers(orphaned.addresses().databasePort())).as("left running").isTrue();

    try (Sandbox sandbox = open(LOOK_UP)) {
      assertThat(number(sandbox, "select 1")).isEqualTo(1);
      assertThat(answers(orphaned.addresses().databasePort())).as("the orphan").isFalse();
    }
    orphaned.close();
  }

  @Test
  void daemon_ends_when_its_user_is_killed() throws Exception {
    Process user =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxUser.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    user.getOutputStream().write((folder + "\n").getBytes());
    user.getOutputStream().flush();
    int databasePort = Integer.parseInt(user.inputReader().readLine());
    assertThat(answers(databasePort)).isTrue();
    ProcessHandle daemon = user.children().findAny().orElseThrow();

    user.destroyForcibly();

    daemon.onExit().get(20, TimeUnit.SECONDS);
    assertThat(answers(databasePort)).isFalse();
  }

  @Test
  void following_command_is_told_how_to_send_a_message_and_see_the_rows() {
    try (Sandbox sandbox = open(FOLLOW)) {
      SandboxAddresses addresses = sandbox.addresses();
      assertThat(String.join("\n", notices))
          .contains(folder.toString())
          .contains("the SQS endpoint is " + SandboxAddresses.endpoint(addresses.queuePort()))
          .contains(
              "aws sqs send-message",
              "--queue-url " + SandboxAddresses.queueUrl(addresses.queuePort()))
          .contains("/a '\\''sand'\\'' box/pgpass' psql postgresql://postgres@127.0.0.1:")
          .doesNotContain(password());
    }
  }

  @Test
  void password_is_asked_of_everybody_and_kept_where_the_owner_alone_can_read_it()
      throws Exception {
    try (Sandbox sandbox = open(LOOK_UP)) {
      for (String wrong : new String[] {null, "", "postgres"}) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> connect(sandbox, wrong))
            .matches(e -> e.getSQLState().startsWith("28") || e.getSQLState().equals("08004"));
      }
      assertThat(number(sandbox, "select 1")).isEqualTo(1);
      assertThat(
              number(
                  sandbox, "select count(*)::int from pg_hba_file_rules where auth_method='trust'"))
          .isZero();
      assertThat(Files.getPosixFilePermissions(sandbox.addresses().passwordFile()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void files_of_a_time_without_a_password_go_on_working_and_ask_for_one_now() throws Exception {
    try (Sandbox sandbox = open(LOOK_UP)) {
      execute(sandbox, "create table kept_before as select 7 as value");
    }
    Path rules = folder.resolve("data-18/pg_hba.conf");
    Files.writeString(rules, Files.readString(rules).replace("scram-sha-256", "trust"));
    Files.delete(folder.resolve("pgpass"));
    try (Sandbox sandbox = open(LOOK_UP)) {
      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(sandbox, null));
      assertThat(number(sandbox, "select value from kept_before")).isEqualTo(7);
      execute(sandbox, "drop table kept_before");
    }
  }

  private Sandbox open(SandboxRequest.Purpose purpose) {
    return open(purpose, List.of());
  }

  private Sandbox open(SandboxRequest.Purpose purpose, List<SandboxEvent> events) {
    Map<String, String> environment = Map.of("ETL_SANDBOX_DIR", folder.toString());
    return Sandbox.open(new SandboxRequest(purpose, events, environment, notices::add));
  }

  /** This folder's, since other tests have processes of their own at the same time. */
  private static ProcessHandle daemon() {
    return ProcessHandle.current()
        .children()
        .filter(child -> commandLine(child).contains(folder + "\0"))
        .findAny()
        .orElseThrow();
  }

  /** All of it: what a process handle tells ends after 4 kB, in the middle of the class path. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(SandboxAddresses.HOST, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int visible(Sandbox sandbox) {
    SandboxAddresses addresses = sandbox.addresses();
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(SandboxAddresses.endpoint(addresses.queuePort()))
            .region(Region.of(SandboxAddresses.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(SandboxAddresses.KEY, SandboxAddresses.KEY)))
            .build()) {
      String count =
          client
              .getQueueAttributes(
                  request ->
                      request
                          .queueUrl(SandboxAddresses.queueUrl(addresses.queuePort()).toString())
                          .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
              .attributes()
              .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
      return Integer.parseInt(count);
    }
  }

  private static void execute(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = connect(sandbox);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = connect(sandbox);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  private static String password() {
    try {
      return Files.readString(folder.resolve("pgpass")).strip().replaceFirst(".*:", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Connection connect(Sandbox sandbox) throws SQLException {
    return connect(sandbox, password());
  }

  private static Connection connect(Sandbox sandbox, String password) throws SQLException {
    SandboxAddresses addresses = sandbox.addresses();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(SandboxAddresses.HOST, addresses.databasePort(), "postgres"),
        "postgres",
        password);
  }
}
