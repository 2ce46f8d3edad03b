package etl.postgres.recover;

import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.StoreFaults;
import etl.postgres.TransactionSettings;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.Schema;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records who looked up or removed which mappings. It contains hashes, in the newest key
 * generation, and never an original.
 */
public final class RecoverAudit {
  private static final String ACTION = "cannot write the audit";
  private static final String NO_TABLE = "42P01";

  private static final String INSERT =
      """
      insert into recover_audit (action, os_user, host, reason, hashes, found, removed)
      values (?, ?, ?, nullif(?, ''), ?, ?, ?)
      """;

  private final Database database;
  private final Protection protection;
  private final Actor actor;

  /**
   * @param protection the given keys
   * @param actor who runs the command
   */
  public RecoverAudit(Database database, Protection protection, Actor actor) {
    this.database = database;
    this.protection = protection;
    this.actor = actor;
  }

  /**
   * Records a lookup; committed when this returns. Nothing may be shown before. If the table is
   * missing and the role owns the mapping, the table is created.
   *
   * @param asked all of them, in lower case
   * @param found those that have a mapping
   * @throws StoreException UNAVAILABLE if the database cannot be reached any more; NOT_REPLICATED
   *     if a fail-over may undo the entry; DENIED on any other failure
   */
  public void recordRecovery(Collection<String> asked, Set<String> found) {
    try {
      try {
        write(asked, found);
      } catch (StoreException e) {
        if (!NO_TABLE.equals(e.sqlState())) {
          throw e;
        }
        createTable();
        write(asked, found);
      }
    } catch (StoreException e) {
      if (e.fault() == Fault.UNAVAILABLE && !StoreFaults.READ_ONLY.equals(e.sqlState())) {
        throw e;
      }
      Fault fault = e.fault() == Fault.NOT_REPLICATED ? e.fault() : Fault.DENIED;
      throw new StoreException(fault, e.sqlState(), "nothing is shown: " + e.getMessage(), e);
    }
  }

  private void write(Collection<String> asked, Set<String> found) {
    database.callPlain(
        ACTION,
        connection -> {
          insert(connection, "recover", asked, found, OptionalLong.empty());
          return null;
        });
  }

  /**
   * Adds an entry, in the current transaction if there is one; either way durable once committed.
   *
   * @param action see {@link AuditEntry#action()}
   * @param removed how many mappings are removed
   */
  public void insert(
      Connection connection,
      String action,
      Collection<String> asked,
      Collection<String> found,
      OptionalLong removed)
      throws SQLException {
    String sql = TransactionSettings.sql(connection) + "; " + INSERT;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, action);
      insert.setString(2, actor.osUser());
      insert.setString(3, actor.host());
      insert.setString(4, actor.reason());
      insert.setArray(5, connection.createArrayOf("text", newest(asked)));
      insert.setArray(6, connection.createArrayOf("text", newest(found)));
      insert.setObject(7, removed.isPresent() ? removed.getAsLong() : null, Types.BIGINT);
      insert.execute();
      database.requireReplicated(ACTION, insert.getWarnings());
    }
  }

  private Object[] newest(Collection<String> hashes) {
    return hashes.stream()
        .map(MaskForm::withoutDomain)
        .map(
            hash ->
                MaskForm.generation(hash) <= protection.generation()
                    ? protection.rekey(hash)
                    : hash)
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .toArray();
  }

  /**
   * Creates the table only for a role that owns the mapping: any other role would own the audit of
   * its own lookups and could alter it.
   */
  private void createTable() {
    database.callFresh(
        ACTION,
        handle -> {
          Catalogue found =
              Catalogue.read(handle, List.of(SupportTables.MAPPING, SupportTables.AUDIT));
          if (!found.tables().values().stream().allMatch(TableShape::changeable)) {
            throw new StoreException(
                Fault.DENIED,
                NO_TABLE,
                "table %s is missing at %s: ask the owner to run etl migrate"
                    .formatted(SupportTables.AUDIT, database.target()),
                null);
          }
          try (Statement create = handle.getConnection().createStatement()) {
            String settings = TransactionSettings.sql(handle.getConnection()) + "; ";
            create.execute(settings + Schema.LOCK + SupportTables.createAudit());
          }
          return null;
        });
  }
}
