package etl.output;

import etl.postgres.partition.PartitionSize;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Object> members = members(size);
    List<String> record = ListForm.record(members);
    members.remove("default");
    List<String> text = ListForm.record(members);
    return List.of(new Line(record, text, text));
  }

  @Override
  public Map<String, Object> members(PartitionSize size) {
    LocalDate from = size.partition().days().from();
    LocalDate to = size.partition().days().to();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("table", size.partition().table());
    members.put("partition", size.partition().name());
    members.put("from", from.equals(LocalDate.MIN) ? null : from);
    members.put("to", to.equals(LocalDate.MAX) ? null : to);
    members.put("default", size.partition().isDefault());
    members.put("rows", size.rows().isPresent() ? size.rows().getAsLong() : null);
    members.put("bytes", size.bytes());
    return members;
  }
}
