package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose changes a publication passes on, as change data capture makes it. */
@Tag("servers")
class PublicationTest {
  private static final String PUBLISH = "create publication dbz for all tables";

  @TempDir Path folder;

  private Installation installation;
  private TestDatabase database;
  private String keys;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    database = installation.database();
    keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
  }

  @Test
  void all_that_changes_rows_works_on_tables_that_are_published_later() {
    fill();
    database.execute(PUBLISH);

    assertAllWorks();
  }

  @Test
  void all_that_changes_rows_works_on_tables_of_a_previous_installation() {
    database.execute(
        """
        create table user_logins (user_id varchar(128), device_type varchar(32),
          masked_ip varchar(256), masked_device_id varchar(256), locale varchar(32),
          app_version integer, create_date date);
        insert into user_logins (user_id, masked_ip, app_version)
          select 'old', encode(sha256('old'), 'hex'), 1 from generate_series(1, 3);
        create table mapping_removals (removals bigint not null);
        insert into mapping_removals values (7), (9);
        """);
    database.execute(PUBLISH);
    fill();

    assertAllWorks();
    assertThat(database.value("select count(*) from user_logins where message_id is null"))
        .isEqualTo("3");
    assertThat(database.value("select count(*) from mapping_removals where removals > 9"))
        .isEqualTo("1");
  }

  @Test
  void tables_are_made_where_all_tables_are_published() {
    database.execute(PUBLISH);
    fill();

    Run doctor = installation.etl("doctor", "--allow-unkeyed", "--format", "json");
    assertThat(doctor.out()).contains("\"up to date\"");
    assertAllWorks();
  }

  @Test
  void partitions_are_published_too() {
    fill();
    database.execute(
        """
        create table parted (like user_logins) partition by range (create_date);
        create unique index on parted (message_id, create_date);
        create table old_days partition of parted for values from (minvalue) to ('2020-01-01');
        create table other_days partition of parted default;
        insert into parted select * from user_logins;
        drop table user_logins;
        alter table parted rename to user_logins;
        """);
    database.execute(PUBLISH);

    assertAllWorks();
  }

  @Test
  void who_may_not_alter_the_table_is_told_what_the_owner_has_to_do() {
    fill();
    database.execute(PUBLISH);
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute("grant all on all tables in schema public to public");

    Run run = installation.etl("remask", "--keys", keys, "--database-url", writer.url());

    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("published", "replica identity", "etl migrate");
  }

  @Test
  void what_the_server_says_is_shown_where_the_identity_was_turned_off_by_hand() {
    fill();
    database.execute("alter table user_logins replica identity nothing; " + PUBLISH);

    Run run = installation.etl("remask", "--keys", keys);

    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains(
            "cannot update table \"user_logins\"", "SQLSTATE 55000", "replica identity to full");
  }

  private void fill() {
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.malformed(2));
    installation.queue().send(SampleLogin.malformed(3));
    assertDone("consume", "--max-messages", "3");
  }

  private void assertAllWorks() {
    assertDone("remask", "--keys", keys);
    assertThat(database.value("select count(*) from user_logins where masked_ip like 'k1:%'"))
        .isNotEqualTo("0");
    database.execute("update rejected_messages set reason = 'old'");
    assertThat(installation.etl("rejects", "retry", "--all", "--keys", keys).code()).isIn(0, 3);
    assertDone("rejects", "purge", "--older-than", "1ms");
    installation.queue().send(SampleLogin.body(4));
    assertDone("consume", "--max-messages", "1", "--keys", keys);
    assertDone("forget", "--older-than", "1ms", "--yes", "--keys", keys);
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("0");
    assertThat(database.value("select count(*) from rejected_messages")).isEqualTo("0");
  }

  private void assertDone(String... args) {
    Run run = installation.etl(args);
    assertThat(run.code()).as(String.join(" ", args) + ": " + run.err()).isZero();
  }
}
