package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import etl.spec.Identifiers;
import etl.spec.Mask;
import etl.spec.TableSpec;
import etl.spec.file.SpecFile;
import etl.value.Canonical;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The columns that hold masks, of whatever spec, as the database remembers them. What was
 * remembered is checked when it is read: names that are no plain identifiers, tables that are none
 * of events, columns that do not exist or cannot hold masks are passed over.
 *
 * @param wereRead whether there is a table of them, and the role may read it
 * @param remembered what is stored of columns, in words and by table and name, whether or not they
 *     exist
 * @param passedOver what is remembered and passed over, and why, one phrase each
 */
public record MaskedColumns(
    boolean wereRead,
    Map<String, String> remembered,
    List<MaskedColumn> columns,
    List<String> passedOver) {
  /** A row as it is stored, whether its column exists, and whether that is of a text type. */
  private record Entry(
      String table,
      String column,
      String mask,
      List<String> canonical,
      boolean exists,
      boolean text) {
    String name() {
      return table + "." + column;
    }

    /** The column; empty if its masks are none that this version knows. */
    Optional<MaskedColumn> masked() {
      List<Canonical> forms =
          canonical.stream().flatMap(form -> Canonical.named(form).stream()).toList();
      return Mask.read(mask)
          .filter(known -> forms.size() == canonical.size())
          .map(known -> new MaskedColumn(table, column, known, forms));
    }
  }

  // Only the owner of the mapping, or who has that role's rights, may say what holds masks.
  private static final String STATE =
      """
      select m.relkind = 'r' as plain, has_table_privilege(m.oid, 'select') as readable,
        coalesce(pg_has_role(m.relowner, mapping.relowner, 'member'), true) as trusted
      from pg_class m
        left join pg_class mapping on mapping.oid = to_regclass('map_desmask')
      where m.oid = to_regclass('masked_columns')
      """;

  private static final String READ =
      """
      select m.table_name, m.column_name, m.mask, m.canonical,
        a.attname is not null as found, coalesce(t.typcategory = 'S', false) as text
      from masked_columns m
        left join pg_class c on c.oid = to_regclass(quote_ident(m.table_name))
          and c.relkind in ('r', 'p')
          and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
        left join pg_attribute a on a.attrelid = c.oid and a.attname = m.column_name
          and a.attnum > 0 and not a.attisdropped
        left join pg_type t on t.oid = a.atttypid
      order by m.table_name, m.column_name
      """;

  public MaskedColumns {
    remembered = Map.copyOf(remembered);
    columns = List.copyOf(columns);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Reads them. Where the table is missing, or the role may not read it, they are those of the
   * built-in spec, as far as they exist.
   *
   * @throws StoreException CONFIGURATION if the table belongs to a role that may not say so
   */
  public static MaskedColumns read(Handle handle) {
    Optional<Boolean> readable =
        handle.createQuery(STATE).map((row, context) -> readable(row)).findOne();
    return readable.orElse(false) ? stored(handle) : shipped(handle);
  }

  private static boolean readable(ResultSet row) throws SQLException {
    if (!row.getBoolean("plain") || !row.getBoolean("trusted")) {
      throw new StoreException(
          Fault.CONFIGURATION,
          ("table %s is not one that the owner of %s has made, so that it says nothing: drop it,"
                  + " and let the owner run etl migrate")
              .formatted(SupportTables.MASKED, SupportTables.MAPPING));
    }
    return row.getBoolean("readable");
  }

  private static MaskedColumns stored(Handle handle) {
    Map<String, String> remembered = new LinkedHashMap<>();
    List<MaskedColumn> columns = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    List<String> own = SupportTables.own();
    for (Entry entry : handle.createQuery(READ).map((row, context) -> entry(row)).list()) {
      if (!Identifiers.fits(entry.table())
          || !Identifiers.fits(entry.column())
          || own.contains(entry.table())) {
        passedOver.add("a row of " + SupportTables.MASKED + " that names no column of events");
        continue;
      }
      remembered.put(entry.name(), MaskedColumn.description(entry.mask(), entry.canonical()));
      Optional<MaskedColumn> column = entry.masked();
      if (entry.exists() && column.filter(c -> entry.text() || !c.isHash()).isPresent()) {
        columns.add(column.get());
      } else {
        passedOver.add(entry.name() + why(entry, column.isPresent()));
      }
    }
    return new MaskedColumns(true, remembered, columns, passedOver);
  }

  // By hand: JDBI's own way costs more than the query, and short commands read this.
  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString("table_name"),
        row.getString("column_name"),
        row.getString("mask"),
        List.of((String[]) row.getArray("canonical").getArray()),
        row.getBoolean("found"),
        row.getBoolean("text"));
  }

  private static String why(Entry entry, boolean known) {
    if (!entry.exists()) {
      return " does not exist; its masks are remembered until its row in "
          + SupportTables.MASKED
          + " is deleted";
    }
    return known ? " cannot hold hashes" : " holds masks that this version does not know";
  }

  private static MaskedColumns shipped(Handle handle) {
    List<MaskedColumn> known = ofBuiltIn();
    Catalogue found =
        Catalogue.read(handle, known.stream().map(MaskedColumn::table).distinct().toList());
    List<MaskedColumn> columns =
        known.stream().filter(c -> found.table(c.table()).hasText(c.column())).toList();
    return new MaskedColumns(false, Map.of(), columns, List.of());
  }

  static List<MaskedColumn> ofBuiltIn() {
    List<MaskedColumn> masked = new ArrayList<>();
    for (TableSpec table : SpecFile.builtIn().tables()) {
      table.columns().stream()
          .filter(column -> column.mask().hides())
          .forEach(column -> masked.add(MaskedColumn.of(table.name(), column)));
    }
    return masked;
  }

  /** Those that hold hashes, by table. */
  public Map<String, List<MaskedColumn>> hashes() {
    return columns.stream()
        .filter(MaskedColumn::isHash)
        .collect(
            Collectors.groupingBy(MaskedColumn::table, LinkedHashMap::new, Collectors.toList()));
  }

  /** The ways in which values were brought to a form before they were masked. */
  public Set<List<Canonical>> forms() {
    return columns.stream()
        .map(MaskedColumn::forms)
        .filter(forms -> !forms.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
