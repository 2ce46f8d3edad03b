package etl.output;

import etl.event.QueueMessage;
import etl.json.JsonLine;
import etl.masking.Opener;
import etl.postgres.rejects.StoredReject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A rejected message with its contents, as {@code aws sqs receive-message} prints a message. */
public final class RejectedMessageJson {
  private RejectedMessageJson() {}

  /**
   * One object on one line.
   *
   * @param opener with the keys that it was stored with, or later ones
   * @throws etl.masking.KeysException if it was stored with keys that are missing
   */
  public static String line(StoredReject reject, Opener opener) {
    Map<String, String> attributes = new TreeMap<>(reject.attributes(opener));
    String group = attributes.remove(QueueMessage.GROUP);
    String body = new String(reject.body(opener), StandardCharsets.UTF_8);
    return JsonLine.object(
        json -> {
          json.name("MessageId").value(reject.id());
          json.name("Body").value(body);
          json.name("Attributes").beginObject();
          json.name("SentTimestamp").value(Long.toString(reject.sentAt().toEpochMilli()));
          if (group != null) {
            json.name("MessageGroupId").value(group);
          }
          json.endObject();
          json.name("MessageAttributes").beginObject();
          for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            // Whether it was a number is not known; to a spec that is the same.
            json.name(attribute.getKey()).beginObject();
            json.name("StringValue").value(attribute.getValue());
            json.name("DataType").value("String").endObject();
          }
          json.endObject();
        });
  }
}
