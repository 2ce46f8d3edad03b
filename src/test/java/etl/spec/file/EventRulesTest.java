package etl.spec.file;

import static org.assertj.core.api.Assertions.assertThat;

import etl.postgres.schema.SupportTables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with one event, with several, and with the spec around them. */
class EventRulesTest {
  private static final String ID = "{'name': 'id', 'message': 'message_id', 'type': 'text'}";
  private static final String NTH = "{'name': 'nth', 'message': 'element', 'type': 'integer'}";
  private static final String DAY = "{'name': 'day', 'message': 'sent_date', 'type': 'date'}";
  private static final String LAST = "{'name': 'z', 'table': 'z', 'columns': [" + ID + "]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | needs a name; needs events, or for a single one table and columns
          {'name': 'a', 'event': []} | unknown key "event", did you mean "events"?; needs events, or for a single one table and columns
          {'name': 'a', 'events': {}} | events must be an array, not an object
          {'name': 'a', 'events': []} | events is an empty array, write at least one event
          {'name': 'a', 'events': [1]} | event 1: must be an object, not a number
          {'events': [LAST]} | needs a name
          {'name': '', 'events': [LAST]} | name must be 1 to 63 characters on one line, without spaces at its ends
          {'name': ' a', 'events': [LAST]} | name must be 1 to 63 characters on one line, without spaces at its ends
          {'name': 'a\\tb', 'events': [LAST]} | name must be 1 to 63 characters on one line, without spaces at its ends
          {'name': 'a', 'events': [LAST], 'otherwise': 'drop'} | otherwise must be "reject" or "leave", not "drop"
          {'name': 'a', 'events': [LAST], 'otherwise': null} | otherwise must be a text such as "reject", not null
          {'name': 'a', 'events': [LAST], 'unwrap': 'sns'} | unwrap must be an array such as ["sns"], not a text
          {'name': 'a', 'events': [LAST], 'unwrap': []} | unwrap is an empty array, leave it out where the body is the event
          {'name': 'a', 'events': [LAST], 'unwrap': ['SNS', 'x', 1]} | unwrap 1: unknown envelope "SNS", did you mean "sns"?; unwrap 2: unknown envelope "x", known are sns, eventbridge and cloudevents; unwrap 3: must be "sns", "eventbridge" or "cloudevents", or an object with pointer, not a number
          {'name': 'a', 'events': [LAST], 'unwrap': [{'encoded': 'gzip'}, {'pointer': 'x', 'encoding': 'json'}]} | unwrap 1: needs a pointer to what is wrapped; unwrap 1: unknown encoding "gzip", did you mean "base64+gzip"?; unwrap 2: unknown key "encoding", did you mean "encoded"?; unwrap 2: pointer "x" must begin with a slash, write "/x"
          {'name': 'a', 'events': [LAST], 'unwrap': [{'pointer': '/a', 'encoded': null}]} | unwrap 1: encoded must be a text such as "json", not null
          {'name': 'a', 'events': [LAST], 'when': {}} | "when" is a key of an event, not of the spec
          {'name': 'a', 'events': [LAST], 'table': 'a'} | "table" is a key of an event, not of the spec
          {'name': 'a', 'name': 'b', 'events': [LAST]} | "name" stands twice, keep one
          [] | must be an object, not an array
          {'table': 'a'} | event a: needs columns, such as [{"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]
          {'columns': [ID]} | needs a table
          {'table': 'a', 'columns': {}} | event a: columns must be an array, not an object; event a: needs a column for the message's message_id, such as {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}
          {'table': 'a', 'columns': [ID], 'colums': []} | unknown key "colums", did you mean "columns"?
          {'table': 'a', 'columns': [ID], 'unwrap': ['kinesis']} | unwrap 1: unknown envelope "kinesis", known are sns, eventbridge and cloudevents
          {'table': 'a', 'columns': [ID], 'partition': 'day'} | event a: needs a column for the message's sent_date, such as {"name": "day", "message": "sent_date", "type": "date"}
          {'table': 'a', 'columns': [ID], 'otherwise': 'leave'} | otherwise is not in the short form, whose event fits every message
          {'table': 'a', 'columns': [ID], 'discard': true} | discard is not in the short form, which would store nothing
          """)
  void what_is_wrong_with_a_spec_is_told(String json, String problems) {
    assertThat(Problems.of(json.replace("LAST", LAST).replace("ID", ID)))
        .containsExactly(problems.split("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'table': 'a-b', 'columns': [ID] | table "a-b" is no identifier, write a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores
          'table': 'map_desmask', 'columns': [ID] | table map_desmask is etl's own, choose another name
          'table': 'pg_class', 'columns': [ID] | table pg_class begins with pg_, as PostgreSQL's own do, choose another name
          'table': 1, 'columns': [ID] | table must be a text such as "orders", not a number
          'columns': [ID] | needs a table
          'table': 'a', 'columns': [{'name': 'b', 'pointer': '/b', 'type': 'text'}] | needs a column for the message's message_id, such as {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}
          'table': 'a', 'columns': [ID, {'name': 'b', 'message': 'message_id', 'type': 'text'}] | column id and column b are all message_id, exactly one column must be
          'table': 'a', 'columns': [ID, NTH] | column nth: element is for an event with each, leave it out
          'table': 'a', 'each': '/x', 'columns': [ID] | needs a column for the message's element, such as {"name": "position", "message": "element", "type": "integer"}
          'table': 'a', 'each': '/x', 'columns': [ID, NTH, {'name': 'm', 'message': 'element', 'type': 'bigint'}] | column nth and column m are all element, exactly one column must be
          'table': 'a', 'each': '/x', 'columns': [ID, {'name': 'm', 'message': 'element', 'type': 'text'}] | column m: element is integer or bigint, not text
          'table': 'a', 'each': 'x', 'columns': [ID, NTH] | each "x" must begin with a slash, write "/x"
          'table': 'a', 'each': true, 'columns': [ID, NTH] | each must be a text such as "/ip", not true
          'table': 'a', 'columns': [ID, DAY], 'partition': 'week' | partition must be "day" or "month", not "week"
          'table': 'a', 'columns': [ID, DAY], 'partition': 1 | partition must be a text such as "day", not a number
          'table': 'a', 'columns': [ID, DAY, {'name': 'on', 'message': 'sent_date', 'type': 'date'}], 'partition': 'month' | column day and column on are all sent_date, exactly one column must be
          'discard': true, 'partition': 'day' | discards its messages and stores nothing, leave partition out
          'table': 'a', 'columns': [ID], 'discard': true | discards its messages and stores nothing, leave table out; event e: discards its messages and stores nothing, leave columns out
          'table': 'a', 'columns': [ID], 'discard': 'no' | discard must be true or false, not a text
          'discard': false | needs a table and columns, or discard
          'table': 'a', 'columns': [ID], 'dscard': true | unknown key "dscard", did you mean "discard"?
          'table': 'a', 'columns': [ID], 'pointer': '/a' | "pointer" is a key of a column, not of an event
          """)
  void what_is_wrong_with_an_event_is_told(String members, String problems) {
    String event =
        "{'name': 'e', 'when': {'pointer': '/a', 'exists': true}, " + members + "}, " + LAST;

    assertThat(ofEvents(event)).containsExactly(("event e: " + problems).split("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | when is an empty list, leave it out of an event that fits every message
          1 | when: must be an object, not a number
          [{'pointer': '/a', 'exists': true}, 1] | when 2: must be an object, not a number
          {'equals': 1} | when: needs exactly one of pointer, envelope or attribute
          {'pointer': '/a', 'attribute': 'b', 'equals': 'c'} | when: has pointer and attribute, keep one of them
          {'root': '/a', 'equals': 1} | when: there is no root in a test, write pointer: it leads into the whole event
          {'pointer': 'a', 'equals': 1} | when: pointer "a" must begin with a slash, write "/a"
          {'pointer': '/a'} | when: needs exactly one of equals, in, prefix or exists
          {'pointer': '/a', 'equals': 1, 'exists': true} | when: has equals and exists, keep one of them; several tests are an array
          {'pointer': '/a', 'equal': 1} | when: unknown key "equal", did you mean "equals"?; event e: when: needs exactly one of equals, in, prefix or exists
          {'pointer': '/a', 'equals': [1]} | when: equals compares a text, a number, true, false or null, not an array; for one of several, write in
          {'pointer': '/a', 'equals': {}} | when: equals compares a text, a number, true, false or null, not an object
          {'pointer': '/a', 'in': []} | when: in must be an array of at least one text, number, true, false or null
          {'pointer': '/a', 'in': 'a'} | when: in must be an array of at least one text, number, true, false or null
          {'pointer': '/a', 'in': [1, []]} | when: in compares a text, a number, true, false or null, not an array; for one of several, write in
          {'pointer': '/a', 'prefix': 1} | when: prefix must be a text such as "order.", not a number
          {'pointer': '/a', 'exists': 1} | when: exists must be true or false, not a number
          {'attribute': 'a', 'equals': 1} | when: attributes are text, so that equals never holds for anything else, write it in quotation marks
          {'attribute': 'a', 'in': ['a', null]} | when: attributes are text, so that in never holds for anything else, write it in quotation marks
          """)
  void what_is_wrong_with_a_test_is_told(String when, String problems) {
    String event = "{'name': 'e', 'when': " + when + ", 'discard': true}, " + LAST;

    assertThat(String.join("; ", ofEvents(event))).isEqualTo("event e: " + problems);
  }

  @Test
  void events_have_names_of_their_own() {
    assertThat(ofEvents("{'when': {'pointer': '/a', 'exists': true}, 'discard': true}, " + LAST))
        .containsExactly("event 1: needs a name");
    assertThat(
            ofEvents(
                "{'name': 'z', 'when': {'pointer': '', 'exists': true}, 'discard': true}," + LAST))
        .containsExactly("event z: stands twice, rename one");
  }

  @Test
  void event_that_fits_every_message_stands_last() {
    assertThat(ofEvents("{'name': 'e', 'discard': true}, " + LAST))
        .containsExactly(
            "event e: has no when and fits every message, so that no event after it is ever tried,"
                + " put it last or add when");
  }

  @Test
  void misspelt_when_is_one_problem() {
    assertThat(ofEvents("{'name': 'e', 'whenn': {}, 'discard': true}, " + LAST))
        .containsExactly("event e: unknown key \"whenn\", did you mean \"when\"?");
  }

  @Test
  void short_form_takes_no_when_and_no_other_name() {
    String columns = "'columns': [" + ID + "]";

    assertThat(Problems.of("{'table': 'a', 'name': 'a', " + columns + "}")).isEmpty();
    assertThat(Problems.of("{'table': 'a', 'name': 'b', " + columns + "}"))
        .singleElement()
        .asString()
        .startsWith("the short form has its table's name, leave name out, or write the long form");
    assertThat(Problems.of("{'table': 'a', 'when': {}, " + columns + "}"))
        .singleElement()
        .asString()
        .startsWith("when is not in the short form, whose event fits every message, or write");
  }

  @Test
  void schema_and_comment_are_taken_anywhere() {
    String also = "'$schema': 'x', 'comment': ['y'], ";

    assertThat(
            Problems.of(
                "{"
                    + also
                    + "'name': 'a', 'events': [{"
                    + also
                    + "'name': 'e', 'when': {"
                    + also
                    + "'pointer': '/a', 'exists': true}, 'table': 't', 'columns': ["
                    + ID
                    + ", {"
                    + also
                    + "'name': 'c', 'pointer': '/c', 'type': 'cidr', 'mask': {"
                    + also
                    + "'network': {"
                    + also
                    + "'ipv4': 24, 'ipv6': 48}}}]}]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'pointer': '/ip' | 'pointer': '/ip' | yes
          'pointer': '/ip' | 'root': '/ip' | yes
          'pointer': '/ip' | 'envelope': '/ip' | yes
          'pointer': '/a/ip' | 'pointer': '/a' | yes
          'pointer': '/ip' | 'pointer': '' | yes
          'pointer': '/a~1b' | 'pointer': '/a~1b' | yes
          'pointer': '/a/b' | 'pointer': '/a~1b' | no
          'pointer': '/ip' | 'pointer': '/i' | no
          'pointer': '/ip' | 'pointer': '/ip/a' | no
          'attribute': 'ip' | 'attribute': 'ip' | yes
          'attribute': 'ip' | 'attribute': 'Ip' | no
          'attribute': 'ip' | 'pointer': '/ip' | no
          'message': 'group_id' | 'message': 'group_id' | yes
          """)
  void column_that_shows_what_another_one_masks_must_say_so(
      String masked, String shown, String refused) {
    checkClear("", "", masked, shown, refused.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'pointer': '/ip' | 'pointer': '' | yes
          'pointer': '/ip' | 'root': '' | yes
          'pointer': '/ip' | 'root': '/orders' | yes
          'pointer': '/ip' | 'root': '/orders/7/ip' | yes
          'pointer': '/ip' | 'envelope': '/orders/0' | yes
          'pointer': '/ip' | 'root': '/orders/07/ip' | no
          'pointer': '/ip' | 'root': '/orders/x/ip' | no
          'pointer': '/ip' | 'root': '/ip' | no
          'root': '/orders/3/ip' | 'pointer': '/ip' | yes
          'root': '/ip' | 'pointer': '/ip' | no
          'root': '/ip' | 'root': '/ip' | yes
          """)
  void place_in_an_element_is_the_same_by_any_index(String masked, String shown, String refused) {
    checkClear("'each': '/orders', ", ", " + NTH, masked, shown, refused.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'sns' | 'pointer': '/ip' | 'envelope': '/Message' | yes
          'sns' | 'pointer': '/ip' | 'envelope': '' | yes
          'sns' | 'pointer': '/ip' | 'envelope': '/ip' | no
          'sns' | 'pointer': '/ip' | 'envelope': '/Timestamp' | no
          'sns' | 'pointer': '/ip' | 'root': '/ip' | yes
          'sns' | 'envelope': '/ip' | 'pointer': '/ip' | no
          'sns' | 'envelope': '/Subject' | 'envelope': '/Subject' | yes
          'sns' | 'attribute': 'ip' | 'attribute': 'ip' | yes
          'sns' | 'attribute': 'ip' | 'envelope': '/MessageAttributes/ip/Value' | yes
          'sns' | 'attribute': 'ip' | 'envelope': '/MessageAttributes' | yes
          'sns' | 'attribute': 'ip' | 'envelope': '/MessageAttributes/ip/Type' | no
          'sns' | 'attribute': 'ip' | 'envelope': '/Message' | no
          'sns' | 'envelope': '/MessageAttributes/ip/Value' | 'attribute': 'ip' | yes
          'sns' | 'attribute': 'ip' | 'pointer': '' | no
          'eventbridge' | 'pointer': '/ip' | 'envelope': '/detail/ip' | yes
          'eventbridge' | 'pointer': '/ip' | 'envelope': '/detail' | yes
          'eventbridge' | 'pointer': '/ip' | 'envelope': '/ip' | no
          'eventbridge' | 'envelope': '/detail/ip' | 'pointer': '/ip' | yes
          'eventbridge' | 'attribute': 'ip' | 'envelope': '' | no
          'cloudevents' | 'pointer': '/ip' | 'envelope': '/data/ip' | yes
          'cloudevents' | 'pointer': '/ip' | 'envelope': '/data_base64' | yes
          'cloudevents' | 'pointer': '/ip' | 'envelope': '/subject' | no
          {'pointer': '/a/b'} | 'pointer': '/ip' | 'envelope': '/a' | yes
          {'pointer': '/a/b'} | 'pointer': '/ip' | 'envelope': '/a/b/ip' | yes
          {'pointer': '/a', 'encoded': 'base64'} | 'pointer': '/ip' | 'envelope': '/a' | yes
          {'pointer': '/a', 'encoded': 'base64'} | 'pointer': '/ip' | 'envelope': '/a/ip' | no
          {'pointer': '', 'encoded': 'json'} | 'pointer': '/ip' | 'envelope': '' | yes
          'eventbridge', 'sns', 'cloudevents' | 'pointer': '/ip' | 'envelope': '/detail/Message' | yes
          'eventbridge', 'sns', 'cloudevents' | 'attribute': 'ip' | 'envelope': '/detail/MessageAttributes' | yes
          'sns', 'eventbridge' | 'pointer': '/ip' | 'envelope': '/detail' | no
          'sns', 'sns' | 'attribute': 'ip' | 'envelope': '/MessageAttributes' | no
          'sns', 'sns' | 'attribute': 'ip' | 'envelope': '/Message' | yes
          """)
  void text_around_what_is_masked_shows_it(
      String unwrap, String masked, String shown, String refused) {
    checkClear("'unwrap': [" + unwrap + "], ", "", masked, shown, refused.equals("yes"));
  }

  @Test
  void element_in_an_envelope_is_the_same_place_by_any_index() {
    String each = "'unwrap': ['eventbridge'], 'each': '/orders', ";

    checkClear(each, ", " + NTH, "'pointer': '/ip'", "'envelope': '/detail/orders/7/ip'", true);
    checkClear(each, ", " + NTH, "'pointer': '/ip'", "'envelope': '/detail/orders/x/ip'", false);
  }

  private static void checkClear(
      String each, String element, String masked, String shown, boolean refused) {
    String start = "{'table': 't', " + each + "'columns': [" + ID + element;
    String hash = ", {'name': 'm', 'type': 'text', 'masked': true, " + masked + "}";
    String open = ", {'name': 'c', 'type': 'text', " + shown;
    String problem =
        "event t: column c: shows what column m masks, mask it too or write \"clear\": true";

    assertThat(Problems.of(start + hash + open + "}]}"))
        .isEqualTo(refused ? List.of(problem) : List.of());
    assertThat(Problems.of(start + open + "}" + hash + "]}"))
        .isEqualTo(refused ? List.of(problem) : List.of());
    assertThat(Problems.of(start + hash + open + ", 'clear': true}]}")).isEmpty();
    assertThat(Problems.of(start + hash + open + ", 'masked': true}]}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'type': 'text', 'pointer': '/a' | 'type': 'text', 'pointer': '/b', 'required': true | none
          'type': 'text', 'pointer': '/a' | 'type': 'varchar', 'length': 9, 'pointer': '/a' | type
          'type': 'varchar', 'length': 8, 'pointer': '/a' | 'type': 'varchar', 'length': 9, 'pointer': '/a' | type
          'type': 'timestamptz', 'pointer': '/a' | 'type': 'timestamptz', 'pointer': '/a', 'epoch': 's' | none
          'type': 'text', 'pointer': '/a', 'masked': true | 'type': 'text', 'pointer': '/a', 'mask': 'hash' | none
          'type': 'text', 'pointer': '/a' | 'type': 'text', 'pointer': '/a', 'masked': true | mask
          'type': 'text', 'pointer': '/a', 'masked': true | 'type': 'text', 'pointer': '/a', 'mask': 'email' | mask
          'type': 'text', 'pointer': '/a', 'masked': true | 'type': 'text', 'pointer': '/a', 'masked': true, 'canonical': 'ip' | canonical form
          'type': 'text', 'pointer': '/a', 'mask': 'email' | 'type': 'text', 'pointer': '/a', 'mask': 'email', 'canonical': 'email' | none
          """)
  void events_that_share_a_table_agree_in_its_columns(String one, String other, String differs) {
    List<String> problems =
        ofEvents(
            sharing("a", "", ID + ", {'name': 'c', " + one + "}")
                + ", "
                + sharing("b", "", ID + ", {'name': 'c', " + other + "}"));

    String problem =
        "event b: column c: has another "
            + differs
            + " than in event a, whose table it shares, write the same or choose another name";
    assertThat(problems).isEqualTo(differs.equals("none") ? List.of() : List.of(problem));
  }

  @Test
  void events_that_share_a_table_have_the_same_unique_key() {
    assertThat(
            ofEvents(sharing("a", "", ID) + ", " + sharing("b", "'each': '/x', ", ID + ", " + NTH)))
        .containsExactly(
            "event b: shares table t with event a, give both of them each, or none, or write to"
                + " another table");
    assertThat(
            ofEvents(sharing("a", "", ID) + ", " + sharing("b", "", ID.replace("'id'", "'other'"))))
        .containsExactly(
            "event b: column other: shares table t with event a, whose unique key has column id,"
                + " use the same name");
    assertThat(
            ofEvents(
                sharing("a", "'partition': 'day', ", ID + ", " + DAY)
                    + ", "
                    + sharing("b", "", ID)))
        .containsExactly(
            "event b: shares table t with event a, give both of them the same partition, or none,"
                + " or write to another table");
    assertThat(
            ofEvents(
                sharing("a", "'partition': 'day', ", ID + ", " + DAY)
                    + ", "
                    + sharing("b", "'partition': 'day', ", ID + ", " + DAY.replace("day", "on"))))
        .containsExactly(
            "event b: column on: shares table t with event a, whose unique key has column day,"
                + " use the same name");
  }

  /** The list is written once more so that the spec needs no database; this keeps both in step. */
  @Test
  void own_tables_are_no_events_table() {
    Set<String> own = new HashSet<>(SupportTables.known(SpecFile.builtIn().tables()));
    own.remove("user_logins");

    assertThat(Reserved.TABLES).containsAll(own);
  }

  private static String sharing(String name, String each, String columns) {
    String when = "'when': {'pointer': '/kind', 'equals': '" + name + "'}, ";
    return "{'name': '"
        + name
        + "', "
        + when
        + each
        + "'table': 't', 'columns': ["
        + columns
        + "]}";
  }

  private static List<String> ofEvents(String events) {
    String written = events.replace("NTH", NTH).replace("DAY", DAY).replace("ID", ID);
    return Problems.of("{'name': 's', 'events': [" + written + "]}");
  }
}
