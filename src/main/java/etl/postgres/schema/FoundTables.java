package etl.postgres.schema;

import etl.spec.TableSpec;
import etl.spec.file.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The tables as they are.
 *
 * @param catalogue those of the specs, the built-in one's and those that are no event's
 * @param masks what is remembered of them
 * @param clear the columns of the built-in spec, as table and name, in which something else than
 *     masks was seen
 */
record FoundTables(Catalogue catalogue, MaskedColumns masks, Set<String> clear) {
  /**
   * @param tables of the spec
   * @param shipped whether that is the built-in one
   */
  static FoundTables read(Handle handle, List<TableSpec> tables, boolean shipped) {
    List<String> names = new ArrayList<>(SupportTables.known(tables));
    SpecFile.builtIn().tables().stream()
        .map(TableSpec::name)
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    Catalogue catalogue = Catalogue.read(handle, names);
    MaskedColumns masks = MaskedColumns.read(handle);
    Set<String> clear =
        shipped && masks.wereRead()
            ? ClearValues.in(handle, MaskedColumns.ofBuiltIn(), catalogue, masks)
            : Set.of();
    return new FoundTables(catalogue, masks, clear);
  }
}
