package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The messages that a test has sent, and what is to become of them. */
final class Messages {
  /** What the addresses in the messages begin with. */
  static final String[] PERSONAL = {"198.51.", "192.0.2."};

  /** Every so many messages one is malformed. */
  private static final int MALFORMED = 50;

  /** Fewer addresses than messages, so that consumers meet on the same mappings. */
  private static final int ADDRESSES = 700;

  private final TestQueue queue;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int bodySize;

  Messages(TestQueue queue) {
    this.queue = queue;
  }

  /** From now on, bodies have this many bytes, most of them in a field that nobody reads. */
  void bodySize(int bytes) {
    bodySize = bytes;
  }

  /** Sends so many more. */
  void send(int count) {
    List<String> bodies = new ArrayList<>();
    for (int number = numbers.size(); bodies.size() < count; number++) {
      bodies.add(body(number));
    }
    for (String id : queue.sendAll(bodies)) {
      numbers.put(id, numbers.size());
    }
  }

  int sent() {
    return numbers.size();
  }

  private static boolean isMalformed(int number) {
    return number % MALFORMED == MALFORMED - 1;
  }

  private static String ip(int number) {
    int address = number % ADDRESSES;
    return "198.51." + address / 100 + "." + address % 100;
  }

  private static String device(int number) {
    return "device-" + number;
  }

  private String body(int number) {
    String body =
        isMalformed(number)
            ? SampleLogin.malformed(number)
            : SampleLogin.body("user-" + number, ip(number), device(number));
    return bodySize == 0 ? body : padded(body);
  }

  private String padded(String body) {
    String more = ",\"more\":\"";
    String end = "\"}";
    int padding = bodySize - (body.length() - 1) - more.length() - end.length();
    return body.substring(0, body.length() - 1) + more + "x".repeat(padding) + end;
  }

  /** How many the tables hold, as rows or as rejected messages; none if there is no table yet. */
  static int stored(TestDatabase database) {
    if (database.value("select to_regclass('rejected_messages')").equals("<null>")) {
      return 0;
    }
    return Integer.parseInt(
        database.value(
            "select (select count(*) from user_logins) + (select count(*) from rejected_messages)"));
  }

  /** Each message is one row with its mappings, or one rejected message, and there is no other. */
  void assertStored(TestDatabase database) {
    Set<String> rows = new TreeSet<>();
    Set<String> mappings = new TreeSet<>();
    Set<String> rejects = new TreeSet<>();
    numbers.forEach(
        (id, number) -> {
          if (isMalformed(number)) {
            rejects.add(id + "\t" + body(number));
          } else {
            String ip = SampleLogin.sha256(ip(number));
            String device = SampleLogin.sha256(device(number));
            rows.add(String.join("\t", id, "user-" + number, ip, device));
            mappings.add(ip + "\tip\t" + ip(number));
            mappings.add(device + "\tdevice_id\t" + device(number));
          }
        });
    assertSame(
        rows,
        database.query("select message_id, user_id, masked_ip, masked_device_id from user_logins"));
    assertSame(mappings, database.query("select hash_val, field, original_val from map_desmask"));
    assertSame(
        rejects,
        database.query("select message_id, convert_from(body, 'UTF8') from rejected_messages"));
  }

  private static void assertSame(Set<String> expected, List<String> found) {
    Set<String> missing = new TreeSet<>(expected);
    found.forEach(missing::remove);
    assertThat(missing).as("lost").isEmpty();
    assertThat(found).as("stored, twice or not sent").hasSameSizeAs(expected);
  }
}
