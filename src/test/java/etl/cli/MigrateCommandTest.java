package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class MigrateCommandTest {
  private static final String CUSTOMER =
      "{\"name\": \"customer\", \"pointer\": \"/customer\", \"type\": \"varchar\","
          + " \"length\": 128, \"masked\": true, %s}";

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
  void existing_column_is_widened_and_not_rounded_into() throws IOException {
    Installation installation = Installation.in(folder);
    installation
        .database()
        .execute(
            "create table prices (total numeric(12,1), message_id varchar(128) unique);"
                + " insert into prices values (12345678901.5, 'old')");
    String spec =
        spec(
            "{\"name\": \"total\", \"pointer\": \"/total\", \"type\": \"numeric\","
                + " \"precision\": 12, \"scale\": 2}");
    installation.queue().send("{\"total\": \"0.25\"}");

    Run early = installation.etl("consume", "--max-messages", "1", "--spec", spec);
    assertThat(early.code()).isEqualTo(78);
    assertThat(early.err()).contains("column total is numeric(12,1)", "run etl migrate");
    Run migrated = installation.etl("migrate", "--spec", spec);
    assertThat(migrated.code()).isZero();
    assertThat(migrated.err())
        .contains(
            "will change prices: column total is numeric(12,1) and must become numeric(13,2)");
    assertThat(installation.etl("consume", "--max-messages", "1", "--spec", spec).code()).isZero();

    assertThat(installation.database().query("select total from prices order by 1"))
        .containsExactly("0.25", "12345678901.50");
  }

  @Test
  void changed_mask_is_refused_by_every_command_that_would_write() throws IOException {
    Installation installation = Installation.in(folder);
    String first = spec(CUSTOMER.formatted("\"canonical\": \"email\""));
    assertThat(installation.etl("migrate", "--spec", first).code()).isZero();
    String other = spec(CUSTOMER.formatted("\"canonical\": [\"trim\", \"email\"]"));

    for (String command :
        List.of("migrate", "consume --max-messages 1", "rejects retry --all", "doctor")) {
      Run run = installation.etl((command + " --spec " + other).split(" "));
      assertThat(run.code()).as(command).isEqualTo(78);
      assertThat(run.out() + run.err())
          .as(command)
          .contains(
              "column prices.customer holds masks (hash of the form email), and the spec has others"
                  + " (hash of the form trim, email)",
              "alter table \"prices\" drop column \"customer\"; delete from masked_columns where"
                  + " table_name = 'prices' and column_name = 'customer';");
    }
  }

  private String spec(String column) throws IOException {
    return Files.writeString(
            Files.createTempFile(folder, "spec", ".json"),
            """
            {"table": "prices", "columns": [%s,
              {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]}
            """
                .formatted(column))
        .toString();
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
