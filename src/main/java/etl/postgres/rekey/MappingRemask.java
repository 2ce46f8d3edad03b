package etl.postgres.rekey;

import etl.masking.Protection;
import etl.postgres.SqlArrays;
import etl.postgres.rekey.RekeyedMappings.MappingRow;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Moves mappings to their newest masks, once no row needs the old ones. */
final class MappingRemask implements Remask.Step {
  // None of them is written again under its older mask: no consumer's memory has to be cleared.
  private static final String MOVED = "select set_config('etl.moves_mappings', 'on', true)";

  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    String sql =
        "select cast(ctid as text) as place, %s from only %s where %s and %s for update"
            .formatted(
                MappingRow.COLUMNS,
                pages.table(),
                PageRange.CONDITION,
                OlderMasks.condition("hash_val"));
    List<String> places = new ArrayList<>();
    List<MappingRow> rows = new ArrayList<>();
    OlderMasks.bind(pages.bind(transaction.createQuery(sql)), protection)
        .map(
            (row, context) -> {
              places.add(row.getString("place"));
              return MappingRow.of(row);
            })
        .forEach(rows::add);
    if (rows.isEmpty()) {
      return 0;
    }
    RekeyedMappings.add(transaction, rows, protection);
    transaction.execute(MOVED);
    String delete =
        "delete from only %s where ctid = any(cast(:places as tid[])) and %s"
            .formatted(pages.table(), PageRange.CONDITION);
    return pages
        .bind(transaction.createUpdate(delete))
        .bind("places", SqlArrays.of("text", places.toArray()))
        .execute();
  }
}
