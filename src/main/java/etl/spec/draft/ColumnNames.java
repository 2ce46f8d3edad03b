package etl.spec.draft;

import etl.spec.file.SpecFile;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives columns and tables names: each column of a table another one. */
final class ColumnNames {
  private static final int LONGEST = 63;
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^_+|_+$");

  /** PostgreSQL has these in each table, or takes them for something else where they are bare. */
  private static final Set<String> TAKEN =
      Set.of(
          ("ctid xmin cmin xmax cmax tableoid all analyse analyze and any array as asc asymmetric"
                  + " authorization binary both case cast check collate collation column concurrently"
                  + " constraint create cross current_catalog current_date current_role current_schema"
                  + " current_time current_timestamp current_user default deferrable desc distinct do"
                  + " else end except false fetch for foreign freeze from full grant group having"
                  + " ilike in initially inner intersect into is isnull join lateral leading left like"
                  + " limit localtime localtimestamp natural not notnull null offset on only or order"
                  + " outer overlaps placing primary references returning right select session_user"
                  + " similar some symmetric system_user table tablesample then to trailing true union"
                  + " unique user using variadic verbose when where window with")
              .split(" "));

  private final Set<String> given = new HashSet<>();

  /** Keeps a name for a column of its own. */
  ColumnNames reserve(String name) {
    given.add(name);
    return this;
  }

  /** A name for what these keys lead to; the other if nothing of them can stand in one. */
  String of(List<String> keys, String otherwise) {
    String name = plain(String.join("_", keys));
    for (int from = 1; name.length() > LONGEST && from < keys.size(); from++) {
      name = plain(String.join("_", keys.subList(from, keys.size())));
    }
    name = name.isEmpty() ? otherwise : cut(name, LONGEST);
    name = TAKEN.contains(name) ? name + "_" : name;
    String unique = name;
    for (int i = 2; !given.add(unique); i++) {
      unique = cut(name, LONGEST - 1 - Integer.toString(i).length()) + "_" + i;
    }
    return unique;
  }

  /** A table's name from any text; the second where nothing of the first can stand in a name. */
  static String table(String text, String otherwise) {
    String name = cut(plain(text), LONGEST);
    name = TAKEN.contains(name) ? name + "s" : name;
    return SpecFile.wrongTable(name).isEmpty() ? name : otherwise;
  }

  private static String plain(String text) {
    String words =
        String.join("_", Vocabulary.words(Normalizer.normalize(text, Normalizer.Form.NFKD)));
    String ascii = OTHER.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("_");
    String name = ENDS.matcher(ascii).replaceAll("");
    return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static String cut(String name, int length) {
    return name.length() > length ? name.substring(0, length) : name;
  }
}
