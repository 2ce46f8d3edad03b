package etl.postgres.rekey;

import etl.masking.Protection;
import etl.masking.SealedForm;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Re-encrypts the bodies of rejected messages with the newest keys. */
final class BodyRemask implements Remask.Step {
  private record StoredBody(String place, String messageId) {}

  private static final String BODY = "select body from only %s where ctid = cast(:place as tid)";

  private static final String UPDATE =
      "update only %s set body = :body where ctid = cast(:place as tid)";

  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    byte[] newest = SealedForm.mark(protection.generation());
    String sql =
        """
        select cast(ctid as text) as place, message_id from only %s
        where %s and substring(body from 1 for length(:newest)) <> :newest
        for update
        """
            .formatted(pages.table(), PageRange.CONDITION);
    List<StoredBody> places =
        pages
            .bind(transaction.createQuery(sql))
            .bind("newest", newest)
            .map(
                (row, context) ->
                    new StoredBody(row.getString("place"), row.getString("message_id")))
            .list();
    // One at a time, as each may be large.
    for (StoredBody place : places) {
      byte[] body =
          transaction
              .createQuery(BODY.formatted(pages.table()))
              .bind("place", place.place())
              .mapTo(byte[].class)
              .one();
      byte[] opened = protection.openBody(place.messageId(), body);
      transaction
          .createUpdate(UPDATE.formatted(pages.table()))
          .bind("place", place.place())
          .bind("body", protection.sealBody(place.messageId(), opened))
          .execute();
    }
    return places.size();
  }
}
