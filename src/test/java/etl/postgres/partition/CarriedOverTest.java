package etl.postgres.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.spec.Visits;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others have put on a table that is to be partitioned. */
@Tag("servers")
class CarriedOverTest {
  private static final String DESCRIPTION =
      """
      with t as (select * from pg_class where oid = 'visits'::regclass),
        a as (select a.* from pg_attribute a join t on a.attrelid = t.oid
          where a.attnum > 0 and not a.attisdropped),
        g as (select g.* from pg_trigger g join t on g.tgrelid = t.oid and not g.tgisinternal),
        p as (select p.* from pg_policy p join t on p.polrelid = t.oid)
      select concat_ws(' ', 'table', pg_get_userbyid(relowner), relreplident, relrowsecurity,
        relforcerowsecurity, obj_description(oid, 'pg_class')) from t
      union all select 'grant ' || aclexplode(relacl) from t
      union all select concat_ws(' ', 'grant', attname, aclexplode(attacl)) from a
      union all select concat_ws(' ', 'column', attname, format_type(atttypid, atttypmod),
        attnotnull or attname = 'day', attgenerated, attstattarget, attstorage, attoptions,
        col_description(attrelid, attnum), (
          select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
          where d.adrelid = attrelid and d.adnum = attnum)) from a
      union all select concat_ws(' ', pg_get_triggerdef(oid), tgenabled,
        obj_description(oid, 'pg_trigger')) from g
      union all select concat_ws(' ', 'policy', polname, polcmd, polpermissive, polroles,
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
        obj_description(oid, 'pg_policy')) from p
      union all select concat_ws(' ', 'check', conname, pg_get_constraintdef(k.oid))
        from pg_constraint k join t on k.conrelid = t.oid and contype = 'c'
      union all select 'publication ' || pubname
        from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join t on t.oid = prrelid
      union all select 'sequence ' || d.objid::regclass || d.refobjsubid
        from pg_depend d join t on d.refobjid = t.oid and d.classid = 'pg_class'::regclass
          and d.deptype = 'a' join pg_class s on s.oid = d.objid and s.relkind = 'S'
      union all select concat_ws(' ', 'statistics', stxkeys, stxkind)
        from pg_statistic_ext join t on stxrelid = t.oid
      union all select 'index ' || indisunique
          || substring(pg_get_indexdef(indexrelid) from ' USING [a-z]+ \\(.*')
        from pg_index i join t on indrelid = t.oid where not indisunique or indnatts > 2
      order by 1
      """;

  private static final String VISITS =
      """
      create table visits (visitor varchar(128), network cidr, day date, message_id varchar(128));
      create unique index on visits (message_id);
      insert into visits
        select 'v' || n, null, (now() at time zone 'UTC')::date - n, 'm' || n
        from generate_series(0, 30) n;
      """;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final PartitionedTable table =
      PartitionedTable.of(Visits.spec("day").tables().get(0)).orElseThrow();
  private final List<String> notices = new ArrayList<>();

  @Test
  void all_that_a_table_can_have_goes_to_the_partitioned_one() {
    String reader = TestPostgres.server().createRole();
    String writer = TestPostgres.server().createRole();
    String stranger = TestPostgres.server().createRole();
    database.execute(
        VISITS
            + """
        create table other (id int);
        create sequence visits_note_seq;
        alter table visits add column note int not null default nextval('visits_note_seq'),
          add column "Odd ""one" text default 'a?b:c',
          add column twice text generated always as (message_id || message_id) stored,
          add constraint sane check (visitor <> 'x' or "Odd ""one" <> '?:y'),
          replica identity full;
        alter sequence visits_note_seq owned by visits.note;
        create index on visits (visitor) with (fillfactor = 70);
        create index "a USING b" on visits using hash (network) where network is not null;
        create unique index on visits (day, note);
        create statistics visits_stats on visitor, day from visits;
        alter table visits alter column visitor set statistics 7, alter column visitor set storage
          main, alter column day set (n_distinct = 42);
        comment on table visits is 'who''s <there>';
        comment on column visits.visitor is 'masked';
        create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger each before insert on visits for each row when (new.note <> 4)
          execute function f();
        create trigger all_of_them after insert on visits
          referencing new table as added for each statement execute function f();
        create trigger never after update of visitor on visits for each row execute function f();
        alter table visits disable trigger never, enable always trigger each;
        comment on trigger each on visits is 'each';
        create policy own on visits as restrictive for select to %1$s
          using (exists (select from other where other.id = visits.note));
        create policy rest on visits with check (visitor <> 'a?:b\\' and visitor <> '<x>');
        comment on policy own on visits is 'own';
        alter table visits enable row level security, force row level security;
        grant select on visits to %1$s with grant option;
        grant insert, update (visitor), select (message_id) on visits to %2$s;
        grant references (day) on visits to public;
        create publication dbz for table visits with (publish = 'insert');
        alter default privileges grant all on tables to %3$s;
        """
                .formatted(reader, writer, stranger));
    List<String> before = database.query(DESCRIPTION);

    convert();

    assertThat(database.query(DESCRIPTION)).isEqualTo(before);
    assertThat(
            database.query(
                "select distinct grantee from information_schema.table_privileges"
                    + " where table_name like 'visits\\_%'"))
        .as("rights on the partitions")
        .containsExactly("postgres", stranger);
    assertThat(database.query("select relacl from pg_class where relname = 'visits_earlier'"))
        .singleElement()
        .asString()
        .matches("\\{postgres=[arwdDxtm]+/postgres\\}");
    assertThat(
            database.value(
                "select count(*) from pg_index i where indrelid = 'visits_earlier'::regclass"
                    + " and exists (select from pg_inherits where inhrelid = i.indexrelid)"))
        .as("indexes of the partition that are part of the table's")
        .isEqualTo(
            database.value(
                "select count(*) from pg_index where indrelid = 'visits_earlier'::regclass"))
        .isEqualTo("4");
    database.execute("drop table visits_earlier");
    database.execute("insert into visits (day, message_id) values (now(), 'after')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "create view seen as select visitor from visits | the view seen",
        "create materialized view kept as select * from visits | the materialized view kept",
        "create rule \"R\" as on delete to visits do also nothing | the rule \"R\"",
        "create table o (i int); create rule r as on insert to o do also delete from visits"
            + " | the rule r on o",
        "create table o (m varchar(128) references visits (message_id))"
            + " | the foreign key o_m_fkey of o",
        "create table o (m varchar(128) primary key); insert into o select visitor from visits; alter table visits add foreign key (visitor)"
            + " references o | the foreign key visits_visitor_fkey",
        "create function v() returns bigint begin atomic select count(*) from visits; end"
            + " | the function v()",
        "create table o (v visits) | the table o",
        "create table o () inherits (visits) | the table o",
        "create table o (day date); alter table visits inherit o"
            + " | the table o, which it inherits from",
        "create unique index odd on visits (visitor) | the unique index odd, which lacks day",
        "create unique index odd on visits (message_id) where visitor = 'x'"
            + " | the unique index odd, which lacks day",
        "alter table visits add exclude (visitor with =)"
            + " | the exclusion constraint visits_visitor_excl",
        "alter table visits add constraint c check (visitor <> 'x') no inherit"
            + " | the constraint c (no inherit)",
        "alter table visits add constraint c check (visitor <> 'x') not valid"
            + " | the constraint c (not validated)",
        "alter table visits add column n int generated always as identity"
            + " | the identity column n",
        "alter table visits alter message_id set not null; alter table visits replica identity"
            + " using index visits_message_id_idx"
            + " | the replica identity by the index visits_message_id_idx",
        "create publication p for table visits (visitor) with (publish = 'insert')"
            + " | the publication p, which has a row filter or a column list",
        "create publication p for table visits where (day > '2020-01-01')"
            + " with (publish = 'insert')"
            + " | the publication p, which has a row filter or a column list",
        "create function f() returns trigger language plpgsql as 'begin return new; end';"
            + " create trigger t after insert on visits referencing new table as n for each row"
            + " execute function f() | the trigger t for each row, with a transition table",
        "alter table visits set unlogged | that it is unlogged or temporary",
        "alter table visits alter day type timestamp | its column day is of type timestamp",
        "update visits set day = null where message_id < 'm2' | rows have no day",
        "update visits set day = '2200-01-01' where message_id = 'm2' | 1 rows have one of",
      })
  void what_would_be_lost_is_named_before_anything_is_done(String obstacle, String name) {
    database.execute(VISITS + obstacle);
    List<String> before = database.query(DESCRIPTION);

    assertThatThrownBy(this::convert)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageStartingWith("cannot partition visits: ")
        .hasMessageContaining(name);
    assertThat(database.query(DESCRIPTION)).isEqualTo(before);
    assertThat(database.query("select from pg_indexes where indexdef like '%(day, message_id)'"))
        .isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void all_that_is_in_the_way_is_named_at_once() {
    database.execute(
        VISITS
            + "create view a as select * from visits; create view b as select visitor from visits");

    assertThatThrownBy(this::convert).hasMessageContaining("in the way: the view a; the view b.");
  }

  private void convert() {
    try (Database admin = Database.single(Stores.connector(database))) {
      new PartitionConversion(admin, notices::add).convert(table, phrase -> {});
    }
  }
}
