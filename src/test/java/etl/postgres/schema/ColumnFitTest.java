package etl.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.ColumnType.Epoch;
import etl.spec.EventSpec;
import etl.spec.Specs;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an existing column under a spec, with the real server's types. */
@Tag("servers")
class ColumnFitTest {
  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<String> notices = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric(12,1) | numeric(12,2)    | numeric(13,2)",
        "numeric(5,4)  | numeric(12,2)    | numeric(14,4)",
        "numeric(3,-2) | numeric(6,1)     | numeric(6,1)",
        "numeric(2,5)  | numeric(6,1)     | numeric(10,5)",
        "numeric(12,2) | numeric          | numeric",
        "numeric(9,0)  | integer          | numeric(10,0)",
        "numeric(20,3) | bigint           | numeric(22,3)",
        "smallint      | numeric(4,2)     | numeric(7,2)",
        "integer       | numeric(12,2)    | numeric(12,2)",
        "bigint        | numeric          | numeric",
        "smallint      | integer          | integer",
        "integer       | bigint           | bigint",
        "real          | double           | double precision",
        "integer       | double           | double precision",
        "timestamptz(3)| timestamptz      | timestamp with time zone",
        "cidr          | inet             | inet",
        "varchar(10)   | varchar(32)      | character varying(32)",
        "varchar(10)   | text             | text",
        "varchar(10)   | text[]           | text",
        "varchar(10)   | integer          | text",
        "varchar(10)   | uuid             | text",
        "char(40)      | varchar(32)      | text",
        "char(8)       | varchar(32)      | character varying(32)",
        "name          | varchar(32)      | text",
        "bigint        | varchar(32)      | character varying(32)",
        "bigint        | varchar(3)       | text",
        "uuid          | text             | text",
        "varchar(3)[]  | text[]           | text[]"
      })
  void narrower_column_is_widened_to_hold_old_and_new_values(
      String has, String wanted, String becomes) {
    create(has);

    assertThatThrownBy(() -> schema(wanted).bringUpToDate())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("prices: column price is ")
        .hasMessageEndingWith("run etl migrate");
    schema(wanted).migrate();

    assertThat(type()).isEqualTo(becomes);
    assertThat(notices)
        .first()
        .asString()
        .startsWith("will change prices: column price is ")
        .contains(" and must become ");
    schema(wanted).bringUpToDate();
    assertThat(schema(wanted).migrate()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric       | numeric(12,2)",
        "numeric(14,2) | numeric(12,2)",
        "numeric(10,0) | integer",
        "numeric       | bigint",
        "integer       | numeric(9,0)",
        "bigint        | integer",
        "double precision | integer",
        "timestamptz(6)| timestamptz",
        "timestamp     | date",
        "inet          | cidr",
        "text          | jsonb",
        "text          | numeric",
        "varchar       | timestamptz",
        "varchar(36)   | uuid",
        "varchar(32)   | varchar(32)",
        "text          | varchar(32)",
        "varchar[]     | text[]"
      })
  void column_that_holds_every_value_stays(String has, String wanted) {
    create(has);
    String before = type();

    schema(wanted).bringUpToDate();
    assertThat(schema(wanted).migrate()).isEmpty();

    assertThat(type()).isEqualTo(before);
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "real          | numeric(12,2)    | float4",
        "double precision | bigint        | float8",
        "bigint        | double           | int8",
        "numeric       | double           | numeric",
        "numeric(12,2) | double           | numeric(12,2)",
        "timestamp     | timestamptz      | timestamp",
        "timestamptz   | date             | timestamptz",
        "date          | timestamptz      | date",
        "boolean       | integer          | bool",
        "integer       | boolean          | int4",
        "json          | jsonb            | json",
        "bytea         | text             | bytea",
        "integer[]     | text[]           | _int4",
        "inet          | uuid             | inet"
      })
  void column_that_cannot_hold_them_is_named(String has, String wanted, String named) {
    create(has);

    assertThatThrownBy(() -> schema(wanted).migrate())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining(
            "table prices has a column price of type "
                + named
                + ", and it must be "
                + type(wanted).sqlType());
  }

  @Test
  void values_of_a_widened_column_stay_as_they_are() {
    create("numeric(12,1)");
    database.execute("insert into prices (price, message_id) values (12345678901.5, 'm')");

    schema("numeric(12,2)").migrate();

    assertThat(database.value("select price from prices")).isEqualTo("12345678901.50");
    database.execute("insert into prices (price, message_id) values (9999999999.99, 'n')");
  }

  @Test
  void domain_is_taken_for_what_it_is_made_of_and_never_changed() {
    database.execute("create domain money2 as numeric(14,2) check (value >= 0)");
    create("money2");

    schema("numeric(12,2)").bringUpToDate();

    assertThatThrownBy(() -> schema("numeric(12,3)").migrate())
        .hasMessageContaining("has a column price of type numeric(14,2), and it must be");
  }

  @Test
  void column_that_went_from_the_spec_stays_and_one_that_came_is_added_by_the_owner() {
    database.execute("create table prices (old text, message_id varchar(128) unique)");

    assertThatThrownBy(() -> schema("text").bringUpToDate())
        .hasMessageContaining("prices: column price is missing: run etl migrate");
    assertThat(schema("text").migrate()).contains("fixed prices: column price is missing");

    assertThat(database.query("select old, price from prices")).isEmpty();
    assertThat(notices).first().isEqualTo("will change prices: column price is missing");
  }

  private void create(String type) {
    database.execute(
        "create table prices (price %s, message_id varchar(128) unique)".formatted(type));
  }

  private String type() {
    return database.value(
        "select format_type(atttypid, atttypmod) from pg_attribute"
            + " where attrelid = 'prices'::regclass and attname = 'price'");
  }

  private Schema schema(String wanted) {
    EventSpec spec = Specs.of("prices", Specs.clear("price", type(wanted)));
    return new Schema(Database.single(Stores.connector(database)), spec, notices::add);
  }

  private static ColumnType type(String written) {
    String[] parts = written.split("[(),]");
    Base base =
        parts[0].equals("text[]")
            ? Base.TEXT_ARRAY
            : Base.valueOf(parts[0].toUpperCase(Locale.ROOT));
    if (base == Base.VARCHAR) {
      return ColumnType.varchar(Integer.parseInt(parts[1]));
    }
    return parts.length == 3
        ? new ColumnType(
            base, 0, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Epoch.NONE, null)
        : ColumnType.of(base);
  }
}
