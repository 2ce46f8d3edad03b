package etl.output;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;

/**
 * How the entries of one kind of list look.
 *
 * @param <E> an entry
 */
public interface ListForm<E> {
  /**
   * A line in each format.
   *
   * @param record its fields in CSV
   * @param text those of text
   * @param columns those that people read in columns
   */
  record Line(List<String> record, List<String> text, List<String> columns) {}

  /** The names of the fields. */
  Line titles();

  /** A line in columns, as {@link String#format} takes it. */
  String layout();

  List<Line> lines(E entry);

  /** An entry's members in JSON. */
  void members(JsonWriter json, E entry) throws IOException;
}
