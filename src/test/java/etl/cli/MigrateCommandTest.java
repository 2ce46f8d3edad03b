package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class MigrateCommandTest {
  @TempDir Path folder;

  @Test
  void tables_are_made_once_and_then_are_up_to_date() {
    Installation installation = Installation.in(folder);
    Run first = installation.etl("migrate");
    assertThat(first.code()).isZero();
    assertThat(first.out()).endsWith(" is up to date\n");
    Run second = installation.etl("migrate");
    assertThat(second.code()).isZero();
    assertThat(second.out().lines()).hasSize(1).first().asString().endsWith(" was up to date");
    assertThat(installation.database().query("select * from user_logins")).isEmpty();
  }

  @Test
  void role_that_owns_nothing_is_refused() {
    Installation installation = Installation.in(folder);
    String role = TestPostgres.server().createRole();
    Run run = installation.etl("migrate", "--database-url", installation.database().as(role).url());
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(2).contains("\n     -> ");
  }
}
