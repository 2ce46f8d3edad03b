package etl.postgres.rekey;

import etl.masking.Protection;
import etl.masking.Sealer;
import etl.postgres.generation.SealedKeys;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

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
    byte[] newest = protection.bodyMark();
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
            .map(ConstructorMapper.of(Place.class))
            .list();
    // One at a time, as each may be large.
    Sealer sealer = protection.sealer(SealedKeys.of(transaction));
    for (Place place : places) {
      rekey(transaction, sealer, pages.table(), place);
    }
    SealedKeys.insert(transaction, sealer.keys());
    return places.size();
  }

  private static void rekey(Handle transaction, Sealer sealer, String table, Place place) {
    Contents sealed =
        transaction
            .createQuery(CONTENTS.formatted(table))
            .bind("place", place.place())
            .map(ConstructorMapper.of(Contents.class))
            .one();
    transaction
        .createUpdate(UPDATE.formatted(table))
        .bind("place", place.place())
        .bind("body", resealed(sealer, place.messageId(), sealed.body()))
        .bind("attributes", resealed(sealer, place.messageId(), sealed.attributes()))
        .execute();
  }

  private static byte[] resealed(Sealer sealer, String id, byte[] stored) {
    return stored == null ? null : sealer.resealBody(id, stored);
  }
}
