package etl.postgres.rekey;

import etl.masking.Protection;
import etl.masking.SealedForm;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Re-encrypts the bodies and attributes of rejected messages with the newest keys. */
final class BodyRemask implements Remask.Step {
  private record Place(String place, String messageId) {}

  private record Contents(byte[] body, byte[] attributes) {}

  private static final String CONTENTS =
      "select body, attributes from only %s where ctid = cast(:place as tid)";

  private static final String UPDATE =
      "update only %s set body = :body, attributes = :attributes"
          + " where ctid = cast(:place as tid)";

  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    byte[] newest = SealedForm.mark(protection.generation());
    String sql =
        """
        select cast(ctid as text) as place, message_id from only %s
        where %s and (substring(body from 1 for length(:newest)) <> :newest
          or substring(attributes from 1 for length(:newest)) <> :newest)
        for update
        """
            .formatted(pages.table(), PageRange.CONDITION);
    List<Place> places =
        pages
            .bind(transaction.createQuery(sql))
            .bind("newest", newest)
            .map((row, context) -> new Place(row.getString("place"), row.getString("message_id")))
            .list();
    // One at a time, as each may be large.
    for (Place place : places) {
      rekey(transaction, protection, pages.table(), place);
    }
    return places.size();
  }

  private static void rekey(Handle transaction, Protection protection, String table, Place place) {
    Contents sealed =
        transaction
            .createQuery(CONTENTS.formatted(table))
            .bind("place", place.place())
            .map((row, context) -> new Contents(row.getBytes("body"), row.getBytes("attributes")))
            .one();
    transaction
        .createUpdate(UPDATE.formatted(table))
        .bind("place", place.place())
        .bind("body", resealed(protection, place.messageId(), sealed.body()))
        .bind("attributes", resealed(protection, place.messageId(), sealed.attributes()))
        .execute();
  }

  /** Null stays null. */
  private static byte[] resealed(Protection protection, String id, byte[] sealed) {
    return sealed == null ? null : protection.sealBody(id, protection.openBody(id, sealed));
  }
}
