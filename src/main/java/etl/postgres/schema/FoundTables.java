package etl.postgres.schema;

import etl.masking.MaskForm;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import etl.spec.file.SpecFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The tables as they are, what is remembered of their masks, and the columns of the built-in spec,
 * as table and name, in which something else than masks was seen.
 */
record FoundTables(Catalogue catalogue, MaskedColumns masks, Set<String> clear) {
  private static final String CLEAR =
      "select exists (select from %1$s where %2$s is not null and %2$s !~ :form)";

  static FoundTables read(Handle handle, List<TableSpec> tables, boolean shipped) {
    Stream<String> builtIn = SpecFile.builtIn().tables().stream().map(TableSpec::name);
    List<String> names =
        Stream.concat(SupportTables.known(tables).stream(), builtIn).distinct().toList();
    Catalogue catalogue = Catalogue.read(handle, names);
    MaskedColumns masks = MaskedColumns.read(handle);
    Set<String> clear = shipped && masks.wereRead() ? clear(handle, catalogue, masks) : Set.of();
    return new FoundTables(catalogue, masks, clear);
  }

  /** Looks into those that exist, are not remembered, and that the role may read. */
  private static Set<String> clear(Handle handle, Catalogue found, MaskedColumns masks) {
    return MaskedColumns.ofBuiltIn().stream()
        .filter(column -> !masks.remembered().containsKey(column.name()))
        .filter(column -> found.table(column.table()).hasText(column.column()))
        .filter(column -> found.table(column.table()).isReadable(Set.of(column.column())))
        .filter(column -> isClear(handle, column))
        .map(MaskedColumn::name)
        .collect(Collectors.toSet());
  }

  private static boolean isClear(Handle handle, MaskedColumn column) {
    return handle
        .createQuery(
            CLEAR.formatted(
                Identifiers.quoted(column.table()), Identifiers.quoted(column.column())))
        .bind("form", "^" + MaskForm.REGEX + "$")
        .mapTo(boolean.class)
        .one();
  }
}
