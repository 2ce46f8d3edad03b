package etl.postgres.forget;

import etl.masking.CurrentProtection;
import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.generation.ForgottenHashes;
import etl.postgres.generation.GenerationFence;
import etl.postgres.recover.Actor;
import etl.postgres.recover.RecoverAudit;
import etl.postgres.schema.MaskedColumns;
import etl.postgres.schema.Schema;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Removes mappings for good, under an exclusive lock: no transaction that adds mappings runs at the
 * same time, and each later one sees what was removed. The masked rows are not changed.
 */
public final class Forgetting {
  /** What forgetting would remove, as far as can be read: mappings and rejected messages. */
  public record ForgetPreview(long mappings, long rejects) {}

  /**
   * The result of forgetting.
   *
   * @param forgotten how many hashes will never be mapped again
   * @param rejects how many rejected messages contained one of the values and were removed
   * @param unreadable how many rejected messages could not be read
   * @param nothingRemoved for how many of the hashes neither a mapping nor a rejected message was
   *     removed
   */
  public record ForgetReceipt(
      long forgotten, long mappings, long rejects, long unreadable, long nothingRemoved) {
    /** Whether something was removed, and every rejected message could be read. */
    public boolean complete() {
      return mappings + rejects > 0 && unreadable == 0;
    }
  }

  private static final String ACTION = "cannot remove mappings";
  private static final int CHUNK = 5_000;

  private static final String DELETE =
      "delete from map_desmask where hash_val = any(:hashes) returning hash_val";

  private static final String COUNT =
      "select count(*) from map_desmask where hash_val = any(:hashes)";

  private static final String DELETE_OLD =
      """
      delete from map_desmask
      where hash_val = any(:hashes) and first_seen < cast(:cutoff as timestamptz)
      """;

  private static final String OF_GENERATION =
      "select hash_val from map_desmask where hash_val >= :from and hash_val < :to";

  private static final String NEXT_OLD =
      """
      select hash_val from map_desmask
      where hash_val > :after and first_seen < cast(:cutoff as timestamptz)
      order by hash_val limit :chunk
      """;

  private static final String COUNT_REMOVAL = "update mapping_removals set removals = removals + 1";

  private final Database database;
  private final Schema schema;
  private final GenerationFence fence;
  private final CurrentProtection keys;
  private final Actor actor;

  /**
   * @param keys the keys, including the newest generation recorded in the database
   * @param actor who runs the command
   * @param notices told what will take long before it starts, and what is left unchanged
   */
  public Forgetting(
      Database database, CurrentProtection keys, Actor actor, Consumer<String> notices) {
    this.database = database;
    this.schema = Schema.ofStored(database, notices);
    this.fence = new GenerationFence(database, keys);
    this.keys = keys;
    this.actor = actor;
  }

  /**
   * Removes the mappings of these hashes and values, makes sure that none of them is mapped again,
   * and removes the rejected messages that contain the values, in whatever spelling.
   *
   * @param asked hashes of any generation; what follows one behind an {@code @} means nothing
   * @param values found by their hashes, as they are and in each canonical form
   * @throws etl.event.StoreException if that fails; the mappings were then removed all or not at
   *     all
   */
  public ForgetReceipt forget(Collection<String> asked, Set<String> values) {
    fence.recordNewest(schema.bringUpToDate());
    Subjects subjects = subjects(asked, values);
    Set<String> hashes = subjects.hashes();
    Set<String> older = older(hashes);
    List<String> removed =
        fence.writeAlone(
            ACTION,
            (transaction, protection) -> {
              Set<String> newest = newest(hashes, protection);
              ForgottenHashes.add(transaction, newest);
              Set<String> forms = forms(subjects, older, protection);
              List<String> found =
                  transaction
                      .createQuery(DELETE)
                      .bind("hashes", SqlArrays.texts(forms))
                      .mapTo(String.class)
                      .list();
              audit(transaction, protection, "forget", newest, found, found.size());
              return found;
            });
    Protection protection = keys.current();
    RejectSearch.Found rejects = new RejectSearch(database, protection).remove(subjects);
    Set<String> hit = new HashSet<>(newest(removed, protection));
    hit.addAll(rejects.masks());
    return new ForgetReceipt(
        newest(hashes, protection).size(),
        removed.size(),
        rejects.ids().size(),
        rejects.unreadable(),
        subjects.missed(protection, hit));
  }

  private Subjects subjects(Collection<String> hashes, Set<String> values) {
    return Subjects.of(hashes, values, database.call(ACTION, MaskedColumns::read).forms());
  }

  /** What {@link #forget} would remove now. */
  public ForgetPreview preview(Collection<String> hashes, Set<String> values) {
    schema.bringUpToDate();
    Subjects subjects = subjects(hashes, values);
    Protection protection = keys.current();
    Set<String> forms = forms(subjects, older(subjects.hashes()), protection);
    long mappings =
        database.call(
            ACTION,
            handle ->
                handle
                    .createQuery(COUNT)
                    .bind("hashes", SqlArrays.texts(forms))
                    .mapTo(Long.class)
                    .one());
    return new ForgetPreview(
        mappings, new RejectSearch(database, protection).find(subjects).ids().size());
  }

  /** All masks under which mappings may be stored. */
  private static Set<String> forms(Subjects subjects, Set<String> older, Protection protection) {
    Set<String> forms = new HashSet<>(older);
    subjects.hashes().forEach(hash -> forms.addAll(protection.forms(hash)));
    return forms;
  }

  static Set<String> newest(Collection<String> hashes, Protection protection) {
    return hashes.stream()
        .map(protection::rekey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Mappings of the same values that are still stored under earlier generations than the given
   * hashes. No more of these are added: the fence prevents that.
   */
  private Set<String> older(Collection<String> hashes) {
    Protection protection = keys.current();
    Set<String> newest = newest(hashes, protection);
    int latest = hashes.stream().mapToInt(MaskForm::generation).max().orElse(0);
    Set<String> older = new HashSet<>();
    for (int generation = 0; generation < latest; generation++) {
      String prefix = MaskForm.prefix(generation);
      database.forEach(
          ACTION,
          CHUNK,
          handle ->
              handle.createQuery(OF_GENERATION).bind("from", prefix + "0").bind("to", prefix + "g"),
          (row, context) -> row.getString("hash_val"),
          hash -> {
            if (MaskForm.fits(hash) && newest.contains(protection.rekey(hash))) {
              older.add(hash);
            }
          });
    }
    return older;
  }

  /**
   * Removes the mappings first written longer ago than this. They are written again if their values
   * arrive again.
   *
   * @return how many were removed
   * @throws etl.event.StoreException if that fails; some may be removed by then
   */
  public long forgetOlderThan(Duration age) {
    fence.recordNewest(schema.bringUpToDate());
    String now = "select cast(now() - cast(:age as interval) as text)";
    String cutoff =
        database.call(
            ACTION,
            handle ->
                handle.createQuery(now).bind("age", age.toString()).mapTo(String.class).one());
    long removed = 0;
    List<String> chunk = nextOld(cutoff, "");
    while (!chunk.isEmpty()) {
      removed += removeOld(cutoff, chunk);
      chunk = nextOld(cutoff, chunk.get(chunk.size() - 1));
    }
    return removed;
  }

  /** Searches without the exclusive lock, since it may have to scan the whole table. */
  private List<String> nextOld(String cutoff, String after) {
    return database.call(
        ACTION,
        handle ->
            handle
                .createQuery(NEXT_OLD)
                .bind("after", after)
                .bind("cutoff", cutoff)
                .bind("chunk", CHUNK)
                .mapTo(String.class)
                .list());
  }

  private int removeOld(String cutoff, List<String> old) {
    return fence.writeAlone(
        ACTION,
        (transaction, protection) -> {
          int removed =
              transaction
                  .createUpdate(DELETE_OLD)
                  .bind("hashes", SqlArrays.texts(old))
                  .bind("cutoff", cutoff)
                  .execute();
          transaction.execute(COUNT_REMOVAL);
          audit(transaction, protection, "retention", Set.of(), List.of(), removed);
          return removed;
        });
  }

  private void audit(
      Handle transaction,
      Protection protection,
      String action,
      Set<String> asked,
      List<String> found,
      long removed)
      throws SQLException {
    new RecoverAudit(database, protection, actor)
        .insert(transaction.getConnection(), action, asked, found, OptionalLong.of(removed));
  }
}
