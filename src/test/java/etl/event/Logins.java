package etl.event;

import etl.masking.Protection;
import etl.spec.EventParser;
import etl.spec.file.SpecFile;
import java.time.Instant;
import java.util.regex.Matcher;

/** Login events to parse. */
public final class Logins {
  public static final String ID = "5fea7756-0ea4-451a-a703-a558b933e274";
  public static final String BODY =
      """
      {"user_id": "u-1", "app_version": "2.3.0", "device_type": "ios", "ip": "192.0.2.1", \
      "locale": "DE", "device_id": "593-47-5928"}""";

  private static final EventParser PARSER = new EventParser(SpecFile.builtIn(), Protection.plain());

  private Logins() {}

  public static QueueMessage message(String body) {
    return message(ID, body);
  }

  public static QueueMessage message(String id, String body) {
    Receipt receipt = new Receipt(id, "handle", "");
    return new QueueMessage(receipt, body, Instant.parse("2026-11-23T23:59:59.999Z"), 1);
  }

  /** The login whose field holds this JSON instead. */
  public static String with(String field, String json) {
    return BODY.replaceFirst(
        "(\"" + field + "\": )\"[^\"]*\"", "$1" + Matcher.quoteReplacement(json));
  }

  /** A login from this address on this device. */
  public static ParsedMessage from(String id, String ip, String deviceId) {
    String device = BODY.replace("593-47-5928", deviceId);
    return parse(id, device.replace("192.0.2.1", ip));
  }

  /** The login with one more field, first in order, that nobody maps. */
  public static String withExtra(String json) {
    return "{\"extra\": " + json + "," + BODY.substring(1);
  }

  public static ParsedMessage parse(String body) {
    return parse(ID, body);
  }

  /** What becomes of a message. */
  public static ParsedMessage parse(String id, String body) {
    return PARSER.parse(message(id, body));
  }

  public static MaskedEvent event(String body) {
    return (MaskedEvent) parse(body);
  }

  /** The only row of a login. */
  public static MaskedRow row(String body) {
    return event(body).rows().get(0);
  }

  public static RejectedMessage reject(String body) {
    return (RejectedMessage) parse(body);
  }
}
