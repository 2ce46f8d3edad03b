package etl.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.EventSpec;
import etl.spec.Mask;
import etl.spec.Specs;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.value.Canonical;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database remembers of masked columns, and what it refuses for it. */
@Tag("servers")
class MaskMemoryTest {
  private static final String REMEMBERED =
      "select table_name || '.' || column_name, mask, canonical from masked_columns order by 1";

  private static final ColumnType TEXT = ColumnType.of(ColumnType.Base.TEXT);
  private static final Column CUSTOMER = Specs.masked("customer", Mask.EMAIL, Canonical.EMAIL);
  private static final EventSpec ORDERS =
      Specs.of(
          "orders",
          CUSTOMER,
          Specs.masked("ip", Mask.HASH, Canonical.TRIM, Canonical.IP),
          Specs.masked("network", new Mask.Network(24, 48), Canonical.IP),
          Specs.masked("born", Mask.Period.YEAR),
          Specs.clear("total", TEXT));

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<String> notices = new ArrayList<>();

  @Test
  void all_kinds_of_masks_are_remembered_with_their_forms() {
    schema(ORDERS).bringUpToDate();

    assertThat(database.query(REMEMBERED))
        .containsExactly(
            "orders.born\tdate/year\t{}",
            "orders.customer\temail\t{email}",
            "orders.ip\thash\t{trim,ip}",
            "orders.network\tnetwork/24/48\t{ip}");
    assertThat(schema(ORDERS).migrate()).isEmpty();
    assertThat(read().columns()).extracting(MaskedColumn::mask).contains(Mask.EMAIL, Mask.HASH);
    assertThat(read().forms())
        .containsExactlyInAnyOrder(
            List.of(Canonical.EMAIL), List.of(Canonical.TRIM, Canonical.IP), List.of(Canonical.IP));
  }

  @Test
  void columns_of_two_specs_are_remembered_side_by_side() {
    schema(SpecFile.builtIn()).bringUpToDate();
    schema(ORDERS).migrate();

    assertThat(read().hashes().keySet()).containsExactly("orders", "user_logins");
    assertThat(schema(SpecFile.builtIn()).migrate()).isEmpty();
  }

  @Test
  void other_mask_or_form_is_refused_with_a_way_out() {
    schema(ORDERS).migrate();

    for (Column other :
        List.of(
            Specs.masked("customer", Mask.HASH, Canonical.EMAIL),
            Specs.masked("customer", Mask.EMAIL, Canonical.TRIM, Canonical.EMAIL),
            Specs.masked("born", Mask.Period.MONTH),
            Specs.masked("network", new Mask.Network(16, 48), Canonical.IP),
            Specs.clear("customer", TEXT))) {
      refused(Specs.of("orders", other))
          .hasMessageContaining("column orders." + other.name() + " holds masks (")
          .hasMessageContaining("under a new name")
          .hasMessageContaining(
              "alter table \"orders\" drop column \"%1$s\"; delete from masked_columns where"
                      .formatted(other.name())
                  + " table_name = 'orders' and column_name = '%s';".formatted(other.name()));
    }
  }

  @Test
  void column_that_exists_without_a_mask_is_refused_and_ended_by_what_is_printed() {
    schema(Specs.of("orders", Specs.clear("customer", TEXT))).migrate();
    database.execute("insert into orders values ('ann@example.com', 'm')");

    refused(ORDERS)
        .hasMessageContaining("column orders.customer holds values without a mask")
        .hasMessageContaining("alter table \"orders\" drop column \"customer\";");
    assertThatThrownBy(() -> schema(ORDERS).pendingChanges()).isInstanceOf(StoreException.class);

    database.execute("alter table orders drop column customer");
    schema(ORDERS).migrate();
    assertThat(read().hashes().get("orders")).extracting(MaskedColumn::column).contains("customer");
  }

  @Test
  void way_out_of_a_remembered_mask_leads_out() {
    schema(ORDERS).migrate();
    database.execute(
        "alter table \"orders\" drop column \"customer\"; delete from masked_columns"
            + " where table_name = 'orders' and column_name = 'customer'");

    schema(Specs.of("orders", Specs.clear("customer", TEXT))).migrate();

    assertThat(database.query(REMEMBERED)).hasSize(3);
  }

  @Test
  void row_of_a_column_that_is_gone_binds_nobody() {
    schema(ORDERS).migrate();
    database.execute("drop table orders");

    assertThat(read().columns()).isEmpty();
    assertThat(read().passedOver()).hasSize(4).allMatch(why -> why.contains(" does not exist"));
    schema(Specs.of("orders", Specs.clear("customer", TEXT), Specs.masked("ip", Mask.HASH)))
        .migrate();
    assertThat(database.query(REMEMBERED))
        .contains("orders.ip\thash\t{}")
        .noneMatch(row -> row.startsWith("orders.customer"));
  }

  @Test
  void older_installation_remembers_what_the_built_in_spec_masks() {
    schema(SpecFile.builtIn()).migrate();
    database.execute(
        "drop table masked_columns; insert into user_logins (masked_ip) values ('older text')");
    assertThat(read().hashes().keySet()).containsExactly("user_logins");

    schema(ORDERS).bringUpToDate();

    assertThat(database.query(REMEMBERED))
        .contains("user_logins.masked_ip\thash\t{}", "user_logins.masked_device_id\thash\t{}");
    refused(Specs.of("user_logins", Specs.masked("masked_ip", Mask.HASH, Canonical.IP)));
    refused(Specs.of("user_logins", Specs.clear("masked_ip", TEXT)));
    schema(Specs.of("user_logins", Specs.masked("masked_ip", Mask.HASH))).migrate();
  }

  @Test
  void built_in_spec_does_not_mix_with_the_originals_of_another_one() {
    schema(ORDERS).migrate();
    schema(Specs.of("user_logins", Specs.clear("masked_ip", TEXT))).migrate();
    database.execute("insert into user_logins values ('192.0.2.1', 'm')");

    refused(SpecFile.builtIn())
        .hasMessageContaining("column user_logins.masked_ip holds values without a mask");
  }

  @Test
  void writer_of_an_older_installation_goes_on_with_the_built_in_spec_alone() {
    schema(SpecFile.builtIn()).migrate();
    database.execute("drop table masked_columns; revoke create on schema public from public");
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute(
        """
        grant insert, select on user_logins, rejected_messages to %1$s;
        grant insert on map_desmask to %1$s
        """
            .formatted(writer.user()));

    Stores.prepared(writer).close();

    schema(ORDERS).migrate();
    Stores.prepared(writer).close();
    database.execute("grant insert, select on orders to " + writer.user());
    schema(writer, ORDERS).bringUpToDate();
    EventSpec more = Specs.of("orders", CUSTOMER, Specs.masked("phone", Mask.HASH));
    assertThatThrownBy(() -> schema(writer, more).bringUpToDate())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContainingAll("column phone is missing", "ask the owner to run etl migrate");
  }

  @Test
  void writer_may_neither_add_nor_change_what_is_remembered() {
    schema(ORDERS).migrate();
    TestDatabase writer = database.as(TestPostgres.server().createRole());

    assertThat(writer.query("select * from masked_columns")).hasSize(4);
    assertThatThrownBy(
            () -> writer.execute("insert into masked_columns values ('orders', 'total', 'hash')"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void who_may_not_read_what_is_remembered_is_told_of_rights() {
    schema(ORDERS).migrate();
    database.execute("revoke select on masked_columns from public");
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute("grant insert, select on orders to " + writer.user());

    assertThatThrownBy(() -> schema(writer, ORDERS).bringUpToDate())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContaining("masked_columns: orders.customer is not remembered");
  }

  @Test
  void rows_that_name_no_column_of_events_are_passed_over() {
    schema(ORDERS).migrate();
    database.execute(
        """
        insert into masked_columns values
          ('orders"; drop table orders; --', 'x', 'hash', '{}'), ('orders', 'x"y', 'hash', '{}'),
          ('map_desmask', 'original_val', 'hash', '{}'), ('pg_class', 'relname', 'hash', '{}'),
          ('orders', 'total', 'hmac', '{}'), ('orders', 'message_id', 'hash', '{sideways}'),
          ('masked_columns', 'mask', 'hash', '{}');
        update masked_columns set mask = 'hash' where column_name = 'born'
        """);

    assertThat(read().hashes().get("orders"))
        .extracting(MaskedColumn::column)
        .containsExactly("customer", "ip");
    assertThat(read().hashes()).hasSize(1);
    assertThat(read().passedOver()).hasSize(8).noneMatch(why -> why.contains("drop table"));
  }

  @Test
  void memory_of_somebody_who_does_not_own_the_mapping_is_not_believed() {
    schema(ORDERS).migrate();
    String stranger = TestPostgres.server().createRole();
    database.execute("alter table masked_columns owner to " + stranger);

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("table masked_columns is not one that the owner of map_desmask");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(EventSpec spec) {
    List<String> before = database.query(REMEMBERED);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> schema(spec).bringUpToDate(), () -> schema(spec).migrate())) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
    }
    assertThat(database.query(REMEMBERED)).isEqualTo(before);
    return assertThatThrownBy(() -> schema(spec).migrate());
  }

  private MaskedColumns read() {
    try (Database connected = Database.single(Stores.connector(database))) {
      return connected.call("cannot read", MaskedColumns::read);
    }
  }

  private Schema schema(EventSpec spec) {
    return schema(database, spec);
  }

  private Schema schema(TestDatabase as, EventSpec spec) {
    return new Schema(Database.single(Stores.connector(as)), spec, notices::add);
  }
}
