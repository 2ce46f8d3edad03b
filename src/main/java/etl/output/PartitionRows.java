package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.partition.PartitionSize;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Partitions, one on a line; a bound that is none is empty. */
public final class PartitionRows implements ListForm<PartitionSize> {
  @Override
  public Line titles() {
    return new Line(
        List.of("table", "partition", "from", "to", "default", "rows", "bytes"),
        List.of(),
        List.of("TABLE", "PARTITION", "FROM", "TO", "ROWS", "BYTES"));
  }

  @Override
  public String layout() {
    return "%-24s  %-34s  %-10s  %-10s  %12s  %14s";
  }

  @Override
  public List<Line> lines(PartitionSize size) {
    String table = size.partition().table();
    String name = size.partition().name();
    String isDefault = Boolean.toString(size.partition().isDefault());
    String rows = size.rows().isPresent() ? Long.toString(size.rows().getAsLong()) : "";
    String bytes = Long.toString(size.bytes());
    List<String> text = List.of(table, name, from(size), to(size), rows, bytes);
    return List.of(
        new Line(List.of(table, name, from(size), to(size), isDefault, rows, bytes), text, text));
  }

  @Override
  public void members(JsonWriter json, PartitionSize size) throws IOException {
    json.name("table").value(size.partition().table());
    json.name("partition").value(size.partition().name());
    json.name("from").value(from(size).isEmpty() ? null : from(size));
    json.name("to").value(to(size).isEmpty() ? null : to(size));
    json.name("default").value(size.partition().isDefault());
    json.name("rows").value(AuditList.orNull(size.rows()));
    json.name("bytes").value(size.bytes());
  }

  private static String from(PartitionSize size) {
    LocalDate from = size.partition().days().from();
    return from.equals(LocalDate.MIN) ? "" : from.toString();
  }

  private static String to(PartitionSize size) {
    LocalDate to = size.partition().days().to();
    return to.equals(LocalDate.MAX) ? "" : to.toString();
  }
}
