package etl.postgres.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class MappingReaderTest {
  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final Database connection = Database.single(Stores.connector(database));
  private final MappingReader reader = new MappingReader(connection, Protection.plain());

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void finds_what_is_known_with_its_field() {
    Stores.prepared(database).close();
    database.execute(
        "insert into map_desmask values ('h1', '192.0.2.1', 'ip'), ('h2', 'd''{}', null)");

    assertThat(reader.find(List.of("h1", "h2", "h3", "h1")))
        .containsOnlyKeys("h1", "h2")
        .containsEntry("h1", new RecoveredOriginal("h1", "ip", "192.0.2.1"))
        .containsEntry("h2", new RecoveredOriginal("h2", "", "d'{}"));
    assertThat(reader.find(List.of())).isEmpty();
  }

  @Test
  void older_mapping_does_not_tell_the_field() {
    database.execute(
        "create table map_desmask (hash_val varchar(64) primary key, original_val varchar(256));"
            + "insert into map_desmask values ('h1', '192.0.2.1'), ('h2', null)");

    assertThat(reader.find(List.of("h1", "h2")))
        .containsExactly(java.util.Map.entry("h1", new RecoveredOriginal("h1", "", "192.0.2.1")));
  }

  @Test
  void doubled_mapping_of_the_predecessor_is_found_once() {
    database.execute(
        "create table map_desmask (hash_val varchar, original_val varchar);"
            + "insert into map_desmask values ('h1', 'o'), ('h1', 'o')");

    assertThat(reader.find(List.of("h1"))).hasSize(1);
  }

  @Test
  void only_a_chunk_of_hashes_can_be_asked_for_at_once() {
    Stores.prepared(database).close();
    assertThat(reader.find(Collections.nCopies(MappingReader.CHUNK, "h"))).isEmpty();
    assertThatThrownBy(() -> reader.find(Collections.nCopies(MappingReader.CHUNK + 1, "h")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mapping_that_is_missing_or_may_not_be_read_is_told_apart() {
    assertThatThrownBy(() -> reader.find(List.of("h")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));

    Stores.prepared(database).close();
    TestDatabase stranger = database.as(TestPostgres.server().createRole());
    try (Database other = Database.single(Stores.connector(stranger))) {
      assertThatThrownBy(() -> new MappingReader(other, Protection.plain()).find(List.of("h")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED));
    }
  }

  @Test
  void connection_that_was_lost_is_made_again_by_the_next_call() {
    Stores.prepared(database).close();
    reader.find(List.of("h"));
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
    assertThatThrownBy(() -> reader.find(List.of("h")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));

    assertThat(reader.find(List.of("h"))).isEmpty();
  }

  @Test
  void recovered_original_does_not_print_itself() {
    assertThat(new RecoveredOriginal("h1", "ip", "192.0.2.1")).hasToString("RecoveredOriginal[h1]");
  }
}
