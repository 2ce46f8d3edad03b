package etl.cli;

import static etl.testing.SampleLogin.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is set to report commits that a crash undoes, and refuses to make any such. */
@Tag("servers")
class DurableCommitsTest {
  private static final String REFUSING =
      """
      alter database "%s" set synchronous_commit = off;
      create function be_durable() returns trigger language plpgsql as $$
      begin
        if current_setting('synchronous_commit') = 'off' then
          raise exception 'a crash would undo this';
        end if;
        return null;
      end $$;
      do $$
      declare
        name text;
      begin
        for name in select tablename from pg_tables where schemaname = 'public' loop
          execute format('create constraint trigger be_durable after insert or update or delete on %%I'
            ' deferrable initially deferred for each row execute function be_durable()', name);
        end loop;
      end $$
      """;

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    assertThat(installation.etl("migrate").code()).isZero();
    TestDatabase database = installation.database();
    database.execute(REFUSING.formatted(database.name()));
  }

  @Test
  void what_a_command_has_reported_outlives_a_crash() {
    String keys = folder.resolve("keys").toString();
    assertThat(Run.etl("keys", "create", keys).code()).isZero();
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.body(2));
    installation.queue().send(SampleLogin.malformed(3));
    assertDone("consume", "--max-messages", "3");
    assertDone("recover", sha256("192.0.2.1"));
    installation
        .database()
        .execute(
            "set synchronous_commit = on; update rejected_messages set body = convert_to('%s', 'UTF8')"
                .formatted(SampleLogin.body(3)));
    assertDone("rejects", "retry", "--all");
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("3");
    assertDone("forget", sha256("192.0.2.1"), "--yes");
    installation.queue().send(SampleLogin.malformed(2));
    installation.queue().send(SampleLogin.malformed(4));
    assertDone("consume", "--max-messages", "2");
    assertDone("forget", sha256("192.0.2.2"), "--yes");
    assertDone("remask", "--keys", keys);
    assertDone("rejects", "purge", "--older-than", "0s");
    assertDone("forget", "--older-than", "0s", "--yes", "--keys", keys);
    installation.database().execute("set synchronous_commit = on; delete from mapping_removals");
    assertDone("migrate");
    assertThat(installation.database().value("select count(*) from recover_audit")).isEqualTo("4");
  }

  private void assertDone(String... command) {
    Run run = installation.etl(command);
    assertThat(run.code()).as(String.join(" ", command) + ": " + run.err()).isZero();
  }
}
