package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import etl.spec.Column;
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
import org.jdbi.v3.core.Handle;

/**
 * The columns that hold masks, of whatever spec, as the database remembers them. What was
 * remembered is checked when it is read: names that are no plain identifiers, tables that are none
 * of events, columns that do not exist or cannot hold masks are passed over.
 */
public final class MaskedColumns {
  /**
   * A row as it is stored.
   *
   * @param mask as {@link Mask#written()}
   * @param canonical the forms' names
   * @param exists whether the table and the column exist, and no more
   * @param fits whether the column can hold such a mask
   */
  record Entry(
      String table,
      String column,
      String mask,
      List<String> canonical,
      boolean exists,
      boolean fits) {
    String name() {
      return table + "." + column;
    }

    String description() {
      return MaskNames.of(mask, canonical);
    }

    boolean isOf(MaskedColumn masked) {
      return mask.equals(masked.mask().written())
          && canonical.equals(masked.canonical().stream().map(Canonical::specName).toList());
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

  /** The same for those of the built-in spec, which no older installation remembers. */
  private static final String TEXT_COLUMN =
      """
      select exists (
        select from pg_attribute a join pg_type t on t.oid = a.atttypid
          join pg_class c on c.oid = a.attrelid
        where a.attrelid = to_regclass(quote_ident(:table)) and a.attname = :column
          and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
          and t.typcategory = 'S')
      """;

  private final boolean read;
  private final Map<String, Entry> entries;
  private final List<MaskedColumn> columns;
  private final List<String> passedOver;

  private MaskedColumns(
      boolean read,
      Map<String, Entry> entries,
      List<MaskedColumn> columns,
      List<String> passedOver) {
    this.read = read;
    this.entries = entries;
    this.columns = List.copyOf(columns);
    this.passedOver = List.copyOf(passedOver);
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
          "",
          "table "
              + SupportTables.MASKED
              + " is not one that the owner of "
              + SupportTables.MAPPING
              + " has made, so that it says nothing: drop it, and let the owner run etl migrate",
          null);
    }
    return row.getBoolean("readable");
  }

  private static MaskedColumns stored(Handle handle) {
    Map<String, Entry> entries = new LinkedHashMap<>();
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
      entries.put(entry.name(), entry);
      Optional<MaskedColumn> column = column(entry);
      if (entry.exists() && entry.fits() && column.isPresent()) {
        columns.add(column.get());
      } else {
        passedOver.add(entry.name() + why(entry, column.isPresent()));
      }
    }
    return new MaskedColumns(true, entries, columns, passedOver);
  }

  private static String why(Entry entry, boolean known) {
    if (!entry.exists()) {
      return " does not exist; its masks are remembered until its row in "
          + SupportTables.MASKED
          + " is deleted";
    }
    return known ? " cannot hold hashes" : " holds masks that this version does not know";
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String mask = row.getString("mask");
    boolean hash = Mask.read(mask).map(Mask::isHash).orElse(false);
    return new Entry(
        row.getString("table_name"),
        row.getString("column_name"),
        mask,
        List.of((String[]) row.getArray("canonical").getArray()),
        row.getBoolean("found"),
        !hash || row.getBoolean("text"));
  }

  private static Optional<MaskedColumn> column(Entry entry) {
    List<Canonical> canonical = new ArrayList<>();
    for (String form : entry.canonical()) {
      Canonical.named(form).ifPresent(canonical::add);
    }
    return Mask.read(entry.mask())
        .filter(mask -> canonical.size() == entry.canonical().size())
        .map(mask -> new MaskedColumn(entry.table(), entry.column(), mask, canonical));
  }

  private static MaskedColumns shipped(Handle handle) {
    List<MaskedColumn> columns = new ArrayList<>();
    for (MaskedColumn column : ofBuiltIn()) {
      boolean exists =
          handle
              .createQuery(TEXT_COLUMN)
              .bind("table", column.table())
              .bind("column", column.column())
              .mapTo(boolean.class)
              .one();
      if (exists) {
        columns.add(column);
      }
    }
    return new MaskedColumns(false, Map.of(), columns, List.of());
  }

  /** The masked columns of the built-in spec. */
  static List<MaskedColumn> ofBuiltIn() {
    List<MaskedColumn> columns = new ArrayList<>();
    for (TableSpec table : SpecFile.builtIn().tables()) {
      for (Column column : table.columns()) {
        if (column.mask().hides()) {
          columns.add(MaskedColumn.of(table.name(), column));
        }
      }
    }
    return columns;
  }

  /** Whether there is such a table, and the role may read it. */
  boolean wereRead() {
    return read;
  }

  /** What is stored of a column, whether or not that exists. */
  Optional<Entry> entry(String table, String column) {
    return Optional.ofNullable(entries.get(table + "." + column));
  }

  /** All of them, by table and name. */
  public List<MaskedColumn> columns() {
    return columns;
  }

  /** Those that hold hashes, by table. */
  public Map<String, List<MaskedColumn>> hashes() {
    Map<String, List<MaskedColumn>> tables = new LinkedHashMap<>();
    for (MaskedColumn column : columns) {
      if (column.isHash()) {
        tables.computeIfAbsent(column.table(), table -> new ArrayList<>()).add(column);
      }
    }
    return tables;
  }

  /** The ways in which values were brought to a form before they were masked. */
  public Set<List<Canonical>> forms() {
    Set<List<Canonical>> forms = new LinkedHashSet<>();
    for (MaskedColumn column : columns) {
      if (!column.forms().isEmpty()) {
        forms.add(column.forms());
      }
    }
    return forms;
  }

  /** What is remembered and passed over, and why, one phrase each. */
  public List<String> passedOver() {
    return passedOver;
  }
}
