package etl.spec;

import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.spec.file.SpecFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Visits of a site, in a table that is partitioned. */
public final class Visits {
  private static final String JSON =
      """
      {"table": "visits", "partition": "%s", "columns": [
        {"name": "visitor", "pointer": "/ip", "type": "varchar", "length": 128, "required": true,
         "masked": true, "canonical": "ip"},
        {"name": "network", "pointer": "/ip", "type": "cidr",
         "mask": {"network": {"ipv4": 24, "ipv6": 48}}},
        {"name": "day", "message": "sent_date", "type": "date"},
        {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]}
      """;

  private Visits() {}

  /** The spec, with a partition for each such period. */
  public static EventSpec spec(String period) {
    return SpecFile.read(JSON.formatted(period).getBytes(StandardCharsets.UTF_8));
  }

  /** The file of it. */
  public static Path file(Path folder, String period) {
    try {
      return Files.writeString(folder.resolve("visits.json"), JSON.formatted(period));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String body(String ip) {
    return "{\"ip\":\"" + ip + "\"}";
  }

  /** What becomes of a message that lacks its address. */
  public static RejectedMessage reject(EventParser parser, String id, Instant sentAt) {
    Receipt receipt = new Receipt(id, "handle", "");
    return (RejectedMessage) parser.parse(new QueueMessage(receipt, "{}", sentAt, 1));
  }
}
