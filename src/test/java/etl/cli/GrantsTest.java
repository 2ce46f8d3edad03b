package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class GrantsTest {
  private static final String HASH = sha256("192.0.2.1");

  private static final List<String> TABLES =
      List.of(
          "user_logins",
          "map_desmask",
          "rejected_messages",
          "masking_generations",
          "recover_audit",
          "forgotten_hashes",
          "mapping_removals",
          "masked_columns",
          "sealed_keys");

  private static final Map<String, String> STATEMENTS =
      Map.of(
          "select", "select * from %s",
          "insert", "insert into %s default values",
          "update", "update %s set %s = null where false",
          "delete", "delete from %s where false",
          "truncate", "truncate %s",
          "alter", "alter table %s add column more text",
          "drop", "drop table %s");

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void grant_twice() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    installation.database().execute(Run.etl("grants").out());
    installation.database().execute(Run.etl("grants").out());
  }

  @Test
  void consumer_works_as_the_writer_and_can_read_no_value() {
    TestDatabase writer = memberOf("etl_writer");
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.malformed(2));
    installation.queue().send(SampleLogin.body(1));

    assertThat(as(writer, "consume", "--max-messages", "3").code()).isZero();
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("2");
    assertThat(installation.database().value("select count(*) from map_desmask")).isEqualTo("2");
    assertThat(installation.database().value("select count(*) from rejected_messages"))
        .isEqualTo("1");

    assertThat(refusal(writer, "select hash_val from map_desmask")).isEqualTo("42501");
    assertThat(refusal(writer, "select original_val from map_desmask")).isEqualTo("42501");
    assertThat(refusal(writer, "insert into map_desmask (hash_val) values ('x') returning *"))
        .isEqualTo("42501");
    assertThat(
            refusal(
                writer,
                "insert into map_desmask (hash_val) values ('x') on conflict (hash_val)"
                    + " do update set field = excluded.field"))
        .isEqualTo("42501");
    assertThat(refusal(writer, "select masked_ip from user_logins")).isEqualTo("42501");
    assertThat(refusal(writer, "select body from rejected_messages")).isEqualTo("42501");
    assertThat(allowed(writer))
        .containsExactly(
            "insert forgotten_hashes",
            "insert map_desmask",
            "insert masking_generations",
            "insert rejected_messages",
            "insert sealed_keys",
            "insert user_logins",
            "select forgotten_hashes",
            "select mapping_removals",
            "select masked_columns",
            "select masking_generations");
    assertThat(as(writer, "stats", "--format", "json").out())
        .contains("\"user_logins\":2,", "\"map_desmask\":null,", "\"rejected_messages\":1,");
    assertRefused(writer, "recover " + HASH);
    assertRefused(writer, "audit");
    assertRefusedAllOfTheOwners(writer);
  }

  @Test
  void row_that_is_refused_leaves_nothing_in_the_servers_log() {
    installation
        .database()
        .execute("alter table user_logins add constraint not_here check (locale <> 'nowhere')");
    String canary = "canary-of-a-writer";
    String refused = SampleLogin.body(canary, canary, canary).replace("\"DE\"", "\"nowhere\"");
    String ungranted = TestPostgres.server().createRole();
    installation.database().execute("grant etl_writer to " + ungranted);
    installation.queue().send(refused);
    installation.queue().send(SampleLogin.body(1));

    assertThat(as(installation.database().as(ungranted), "consume", "--max-messages", "2").out())
        .containsPattern("rejected +1\n");
    assertThat(installation.database().value("select reason from rejected_messages"))
        .isEqualTo("refused by the database (SQLSTATE 23514, constraint not_here)");
    assertThat(TestPostgres.server().log())
        .contains("violates check constraint \"not_here\"")
        .doesNotContain(canary);
  }

  @Test
  void doctor_complains_where_a_refused_row_would_be_logged() {
    String role = TestPostgres.server().createRole();
    TestDatabase writer = installation.database().as(role);
    installation
        .database()
        .execute(
            """
            grant insert, select on user_logins, rejected_messages to %1$s;
            grant select on masking_generations, forgotten_hashes, mapping_removals to %1$s;
            grant insert on map_desmask to %1$s
            """
                .formatted(role));
    Run before = as(writer, "doctor", "--format", "json");
    assertThat(before.out())
        .contains("{\"check\":\"database.log\",\"status\":\"warning\"")
        .contains("grant set on parameter log_error_verbosity to " + role);
    assertThat(before.code()).as(before.out()).isEqualTo(3);

    installation.database().execute("grant etl_writer to " + role);
    assertThat(as(writer, "doctor", "--format", "json").out())
        .contains("{\"check\":\"database.log\",\"status\":\"ok\"");
    installation.database().execute("revoke etl_writer from " + role);
    installation.database().execute("alter role " + role + " set log_error_verbosity = terse");
    assertThat(as(writer, "doctor", "--format", "json").out())
        .contains("{\"check\":\"database.log\",\"status\":\"ok\"");
  }

  @Test
  void writer_goes_by_a_key_of_message_and_date_in_a_partitioned_table() {
    installation
        .database()
        .execute(
            """
            alter table user_logins rename to older;
            create table user_logins (like older) partition by range (create_date);
            create table rest partition of user_logins default;
            create unique index on user_logins (message_id, create_date);
            create unique index one_locale on rest (locale)
            """);
    installation.database().execute(Run.etl("grants").out());
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.body(2));

    assertThat(as(memberOf("etl_writer"), "consume", "--max-messages", "2").code()).isZero();
    assertThat(installation.database().query("select reason from rejected_messages"))
        .containsExactly("refused by the database (SQLSTATE 23505, constraint one_locale)");
  }

  @Test
  void who_may_delete_mappings_needs_no_more_for_their_being_written_again() {
    String role = TestPostgres.server().createRole();
    installation.database().execute("grant select, delete on map_desmask to " + role);
    installation.database().execute("insert into map_desmask values ('x', 'y')");
    installation.database().as(role).execute("delete from map_desmask");
    assertThat(installation.database().value("select removals from mapping_removals"))
        .isEqualTo("1");
    assertThat(
            installation
                .database()
                .value(
                    "select pg_get_userbyid(proowner) from pg_proc"
                        + " where proname = 'count_mapping_removal'"))
        .isEqualTo("etl_owner");
  }

  @Test
  void writer_can_bring_the_keys_into_use() {
    TestDatabase writer = memberOf("etl_writer");
    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    installation.queue().send(SampleLogin.body(1));
    assertThat(as(writer, "consume", "--max-messages", "1", "--keys", keys).code()).isZero();
    assertThat(installation.database().query("select generation from masking_generations"))
        .containsExactly("1");
    assertThat(installation.database().query("select left(hash_val, 3) from map_desmask"))
        .containsExactly("k1:", "k1:");
  }

  @Test
  void analyst_reads_the_rows_and_nothing_else() {
    TestDatabase analyst = memberOf("etl_analyst");
    assertThat(analyst.query("select * from user_logins")).isEmpty();
    assertThat(allowed(analyst)).containsExactly("select masked_columns", "select user_logins");
    assertThat(as(analyst, "stats", "--format", "json").out())
        .contains("\"user_logins\":0,", "\"map_desmask\":null,", "\"rejected_messages\":null,");
    assertRefused(analyst, "recover " + HASH);
    assertRefused(analyst, "audit");
    assertThat(as(analyst, "consume").code()).isEqualTo(77);
    assertRefusedAllOfTheOwners(analyst);
  }

  @Test
  void recoverer_looks_up_and_leaves_a_trace_that_he_cannot_touch() {
    installation
        .database()
        .execute("insert into map_desmask values ('%s', 'me', 'ip')".formatted(sha256("me")));
    TestDatabase recoverer = memberOf("etl_recoverer");

    assertThat(as(recoverer, "recover", sha256("me")).out()).endsWith("\tip\tme\n");
    assertThat(installation.database().value("select database_user from recover_audit"))
        .isEqualTo(recoverer.user());
    assertThat(allowed(recoverer))
        .containsExactly(
            "insert recover_audit",
            "select map_desmask",
            "select masking_generations",
            "select sealed_keys");
    assertThat(
            refusal(
                recoverer,
                "insert into recover_audit (database_user, action, os_user, host, hashes, found)"
                    + " values ('other', 'recover', '', '', '{}', '{}')"))
        .isEqualTo("42501");
    assertRefused(recoverer, "audit");
    assertThat(as(recoverer, "consume").code()).isEqualTo(77);
    assertRefusedAllOfTheOwners(recoverer);
  }

  @Test
  void owner_does_what_the_others_may_not() {
    TestDatabase owner = memberOf("etl_owner");
    installation.database().execute("alter role " + owner.user() + " set role to etl_owner");
    owner.execute("drop table rejected_messages");
    assertThat(as(owner, "migrate").code()).isZero();
    assertThat(
            owner.query(
                "select distinct tableowner from pg_tables where schemaname = current_schema()"))
        .containsExactly("etl_owner");
    owner.execute(Run.etl("grants").out().replaceAll("(?s)do \\$\\$.*?end \\$\\$;", ""));

    installation.queue().send(SampleLogin.body(1));
    assertThat(as(memberOf("etl_writer"), "consume", "--max-messages", "1").code()).isZero();
    assertThat(as(owner, "recover", sha256("192.0.2.1")).code()).isZero();
    assertThat(as(owner, "audit").out()).contains("\t" + owner.user() + "\t");
    assertThat(as(owner, "rejects", "retry", "--all").code()).isZero();
    assertThat(as(owner, "forget", HASH, "--yes").code()).isZero();
    assertThat(as(owner, "forget", "--older-than", "0s", "--yes").code()).isZero();
    assertThat(as(owner, "remask", "--keys", newKeys()).code()).isZero();
  }

  private void assertRefusedAllOfTheOwners(TestDatabase role) {
    assertRefused(role, "rejects list");
    assertRefused(role, "rejects show ID");
    assertRefused(role, "rejects retry --all");
    assertRefused(role, "rejects purge --older-than 0s");
    assertRefused(role, "forget --yes " + HASH);
    assertRefused(role, "forget --yes --older-than 0s");
    assertRefused(role, "remask --keys " + newKeys());
  }

  private void assertRefused(TestDatabase role, String command) {
    Run run = as(role, command.split(" "));
    assertThat(run.code()).as(command + run.err()).isEqualTo(77);
    assertThat(run.out()).isEmpty();
  }

  private String newKeys() {
    String keys = folder.resolve("new-keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    return keys;
  }

  private TestDatabase memberOf(String group) {
    String role = TestPostgres.server().createRole();
    installation.database().execute("grant " + group + " to " + role);
    return installation.database().as(role);
  }

  private Run as(TestDatabase role, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--database-url";
    all[args.length + 1] = role.url();
    return installation.etl(all);
  }

  /** What of all that could be done with whole tables is not refused. */
  private Set<String> allowed(TestDatabase role) {
    Set<String> allowed = new TreeSet<>();
    for (String table : TABLES) {
      String column =
          installation
              .database()
              .value(
                  """
                  select attname from pg_attribute
                  where attnum between 1 and 2 and attrelid = '%s'::regclass
                  order by attnum desc limit 1
                  """
                      .formatted(table));
      STATEMENTS.forEach(
          (what, sql) -> {
            if (!refusal(role, sql.formatted(table, column)).equals("42501")) {
              allowed.add(what + " " + table);
            }
          });
    }
    return allowed;
  }

  /** The SQLSTATE of a statement that changes nothing; empty if it is not refused. */
  private static String refusal(TestDatabase role, String sql) {
    try (Connection connection = role.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      connection.rollback();
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
