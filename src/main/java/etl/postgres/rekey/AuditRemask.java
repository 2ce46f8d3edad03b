package etl.postgres.rekey;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.SqlArrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Carries the hashes in the audit. Who asked for them, and when, stays as it is. */
final class AuditRemask implements Remask.Step {
  private record Entry(String place, String[] hashes, String[] found) {}

  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    String older =
        """
        select cast(ctid as text) as place, hashes, found from only %s
        where %s and exists (select from unnest(hashes || found) as entry (hash) where %s)
        for update
        """
            .formatted(pages.table(), PageRange.CONDITION, PageRange.isOlder("entry.hash"));
    List<Entry> entries =
        pages
            .bindOlder(transaction.createQuery(older), protection)
            .map(ConstructorMapper.of(Entry.class))
            .list();
    if (entries.isEmpty()) {
      return 0;
    }
    String sql =
        "update only %s set hashes = :hashes, found = :found where ctid = cast(:place as tid)"
            .formatted(pages.table());
    PreparedBatch update = transaction.prepareBatch(sql);
    for (Entry entry : entries) {
      update
          .bind("place", entry.place())
          .bind("hashes", SqlArrays.of("text", rekeyed(entry.hashes(), protection)))
          .bind("found", SqlArrays.of("text", rekeyed(entry.found(), protection)))
          .add();
    }
    update.execute();
    return entries.size();
  }

  /** Two hashes of one value become one. */
  private static Object[] rekeyed(String[] hashes, Protection protection) {
    Set<String> rekeyed = new LinkedHashSet<>();
    for (String hash : hashes) {
      boolean known = MaskForm.fits(hash) && MaskForm.generation(hash) <= protection.generation();
      rekeyed.add(known ? protection.rekey(hash) : hash);
    }
    return rekeyed.toArray();
  }
}
