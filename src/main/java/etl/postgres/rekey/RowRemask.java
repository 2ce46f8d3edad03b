package etl.postgres.rekey;

import etl.masking.MaskForm;
import etl.masking.Protection;
import etl.postgres.SqlArrays;
import etl.postgres.schema.MaskedColumn;
import etl.spec.Identifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Re-keys the masks in the rows of an event's table, and copies the mappings that they need. A
 * domain behind a mask stays as it is.
 */
final class RowRemask implements Remask.Step {
  /** A row with an older mask: its ctid, and for each masked column a mask or null. */
  private record MaskedRow(String place, String[] masks) {}

  private final List<MaskedColumn> masked;

  RowRemask(List<MaskedColumn> masked) {
    this.masked = masked;
  }

  @Override
  public long rekey(Handle transaction, Protection protection, PageRange pages) {
    List<MaskedRow> rows = older(transaction, protection, pages);
    if (rows.isEmpty()) {
      return 0;
    }
    Map<String, String> hashes = new HashMap<>();
    Map<String, String> rekeyed = new HashMap<>();
    for (MaskedRow row : rows) {
      for (String stored : row.masks()) {
        if (isOlder(stored, protection)) {
          String hash = MaskForm.withoutDomain(stored);
          String newest = hashes.computeIfAbsent(hash, protection::rekey);
          rekeyed.put(stored, newest + stored.substring(hash.length()));
        }
      }
    }
    RekeyedMappings.ensure(transaction, hashes, protection);
    return update(transaction, pages, rows, rekeyed);
  }

  private static boolean isOlder(String stored, Protection protection) {
    if (stored == null) {
      return false;
    }
    String hash = MaskForm.withoutDomain(stored);
    return MaskForm.fits(hash) && MaskForm.generation(hash) < protection.generation();
  }

  private List<MaskedRow> older(Handle transaction, Protection protection, PageRange pages) {
    String sql =
        "select cast(ctid as text) as place, %s from only %s where %s and (%s) for update"
            .formatted(
                columns(", ", Function.identity()),
                pages.table(),
                PageRange.CONDITION,
                columns(" or ", PageRange::isOlder));
    return pages
        .bindOlder(transaction.createQuery(sql), MaskForm.STORED_REGEX, protection)
        .map(
            (row, context) -> {
              String[] masks = new String[masked.size()];
              for (int i = 0; i < masks.length; i++) {
                masks[i] = row.getString(masked.get(i).column());
              }
              return new MaskedRow(row.getString("place"), masks);
            })
        .list();
  }

  private long update(
      Handle transaction, PageRange pages, List<MaskedRow> rows, Map<String, String> rekeyed) {
    String sql =
        "update only %s set %s from unnest(:places, %s) as rekeyed (place, %s)"
            .formatted(
                pages.table(),
                places(i -> Identifiers.quoted(masked.get(i).column()) + " = rekeyed.mask" + i),
                places(i -> ":mask" + i),
                places(i -> "mask" + i));
    // The page range keeps the server from scanning the whole table, whatever its join plan.
    String where = " where ctid = cast(rekeyed.place as tid) and " + PageRange.CONDITION;
    Update update = pages.bind(transaction.createUpdate(sql + where));
    update.bind("places", SqlArrays.of("text", rows.stream().map(MaskedRow::place).toArray()));
    for (int i = 0; i < masked.size(); i++) {
      int column = i;
      Object[] masks =
          rows.stream()
              .map(row -> row.masks()[column])
              .map(mask -> rekeyed.getOrDefault(mask, mask))
              .toArray();
      update.bind("mask" + i, SqlArrays.of("text", masks));
    }
    return update.execute();
  }

  private String columns(String separator, Function<String, String> form) {
    return masked.stream()
        .map(column -> form.apply(Identifiers.quoted(column.column())))
        .collect(Collectors.joining(separator));
  }

  private String places(Function<Integer, String> form) {
    return IntStream.range(0, masked.size()).boxed().map(form).collect(Collectors.joining(", "));
  }
}
