package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSpecTest {
  private static final String MESSAGE_ID =
      "{'name': 'message_id', 'message': 'message_id', 'type': 'text'}";

  @Test
  void login_event_has_the_columns_of_its_table() {
    EventSpec spec = EventSpec.userLogins();

    assertThat(spec.table()).isEqualTo("user_logins");
    assertThat(spec.columns())
        .extracting(c -> c.name() + " " + c.sqlType())
        .containsExactly(
            "user_id varchar(128)",
            "device_type varchar(32)",
            "masked_ip varchar(256)",
            "masked_device_id varchar(256)",
            "locale varchar(32)",
            "app_version varchar(32)",
            "create_date date",
            "message_id varchar(128)");
    assertThat(spec.columns().stream().filter(Column::required))
        .extracting(Column::field)
        .containsExactly("user_id", "ip", "device_id");
    assertThat(spec.maskedColumns()).extracting(Column::field).containsExactly("ip", "device_id");
    assertThat(spec.messageId().name()).isEqualTo("message_id");
  }

  @Test
  void field_is_called_by_its_pointer() {
    Column column = read("{'name': 'a', 'pointer': '/device/id', 'type': 'text'}").columns().get(0);

    assertThat(column.field()).isEqualTo("device/id");
    assertThat(column.path()).containsExactly("device", "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "a-b", "a b", "a\"b", "a;drop table a", "ä", "a.b", "a\n"})
  void name_that_is_no_identifier_is_refused(String name) {
    String column =
        "{'name': '"
            + name.replace("\"", "\\\"").replace("\n", "\\n")
            + "', "
            + "'pointer': '/a', 'type': 'text'}";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(column))
        .withMessage("not an identifier: " + name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventSpec(name, EventSpec.userLogins().columns()))
        .withMessage("not an identifier: " + name);
  }

  @Test
  void name_longer_than_postgres_keeps_is_refused() {
    assertThat(Column.requireIdentifier("a".repeat(63))).hasSize(63);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.requireIdentifier("a".repeat(64)))
        .withMessageStartingWith("not an identifier: aaa");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'text', 'pointer': '/a'} | column 1: name is missing",
        "{'name': 1, 'type': 'text', 'pointer': '/a'} | column 1: name is of the wrong type",
        "[] | column 1 must be an object",
        "{'name': 'a', 'type': 'text'} | column a: needs either pointer or message",
        "{'name': 'a', 'type': 'text', 'pointer': '/a', 'message': 'message_id'}"
            + "| column a: needs either pointer or message",
        "{'name': 'a', 'type': 'text', 'pointer': null} | column a: pointer is of the wrong type",
        "{'name': 'a', 'type': 'text', 'pointer': 'a'}"
            + "| column a: a JSON pointer begins with a slash: a",
        "{'name': 'a', 'type': 'text', 'pointer': '/~2'}"
            + "| column a: a tilde stands only in ~0 and ~1: /~2",
        "{'name': 'a', 'type': 'text', 'pointer': ''}"
            + "| column a: needs either a pointer to a field or a message attribute",
        "{'name': 'a', 'type': 'text', 'message': 'event'}"
            + "| column a: needs either a pointer to a field or a message attribute",
        "{'name': 'a', 'type': 'text', 'message': 'body'} | column a: no such message: body",
        "{'name': 'a', 'pointer': '/a'} | column a: type is missing",
        "{'name': 'a', 'pointer': '/a', 'type': 'int'} | column a: no such type: int",
        "{'name': 'a', 'pointer': '/a', 'type': 'TEXT'} | column a: no such type: TEXT",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar'}"
            + "| column a: a varchar needs a length up to 10485760; other types have none",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': 0}"
            + "| column a: a varchar needs a length up to 10485760; other types have none",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': -1}"
            + "| column a: a varchar needs a length up to 10485760; other types have none",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': 10485761}"
            + "| column a: a varchar needs a length up to 10485760; other types have none",
        "{'name': 'a', 'pointer': '/a', 'type': 'text', 'length': 5}"
            + "| column a: a varchar needs a length up to 10485760; other types have none",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': 1.5}"
            + "| column a: length must be a whole number",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': '5'}"
            + "| column a: length is of the wrong type",
        "{'name': 'a', 'pointer': '/a', 'type': 'text', 'required': 'yes'}"
            + "| column a: required is of the wrong type",
        "{'name': 'a', 'pointer': '/a', 'type': 'text', 'requird': true}"
            + "| column a: no such key: requird",
        "{'name': 'a', 'pointer': '/a', 'type': 'date'}"
            + "| column a: type date is for sent_date, and sent_date must be a date",
        "{'name': 'a', 'message': 'sent_date', 'type': 'text'}"
            + "| column a: type date is for sent_date, and sent_date must be a date",
        "{'name': 'a', 'message': 'message_id', 'type': 'bigint'}"
            + "| column a: a message id is text",
        "{'name': 'a', 'message': 'sent_date', 'type': 'date', 'required': true}"
            + "| column a: required is only for fields of the event",
        "{'name': 'a', 'pointer': '/a', 'type': 'bigint', 'masked': true}"
            + "| column a: only text of the event can be masked",
        "{'name': 'a', 'message': 'sent_date', 'type': 'date', 'masked': true}"
            + "| column a: only text of the event can be masked",
        "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': 79, 'masked': true}"
            + "| column a: a mask needs 80 characters",
        "{'name': 'message_id', 'pointer': '/a', 'type': 'text'}"
            + "| column message_id occurs twice",
        "{'name': 'b', 'message': 'message_id', 'type': 'text'}"
            + "| exactly one column holds the message id",
        "{'name': 'a', 'pointer': '/a', 'type': 'text'},"
            + "{'name': 'b', 'pointer': '/a/b', 'type': 'text'}"
            + "| column b: its pointer goes through the field of column a"
      },
      quoteCharacter = '`')
  void column_that_makes_no_sense_is_refused_by_name(String column, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(column)).withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | the event spec is not valid JSON",
        "{} {} | the event spec is not valid JSON",
        "{\"table\": 'a'} | the event spec is not valid JSON",
        "[] | the event spec must be an object",
        "{} | the event spec: table is missing",
        "{\"table\": \"a\"} | the event spec: columns must be an array",
        "{\"table\": \"a\", \"columns\": {}} | the event spec: columns must be an array",
        "{\"table\": \"a\", \"columns\": [], \"x\": 1} | the event spec: no such key: x",
        "{\"table\": \"a\", \"columns\": []} | exactly one column holds the message id"
      },
      quoteCharacter = '`')
  void file_that_is_no_spec_is_refused(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventSpecReader.read(new StringReader(json)))
        .withMessage(message);
  }

  @Test
  void spec_that_is_not_there_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventSpecReader.resource("none.json"))
        .withMessage("no such event spec: none.json");
  }

  @Test
  void spec_does_not_change_with_the_list_it_was_made_from() {
    List<Column> columns = new ArrayList<>(EventSpec.userLogins().columns());
    EventSpec spec = new EventSpec("a", columns);
    columns.clear();

    assertThat(spec.columns()).hasSize(8);
  }

  private static EventSpec read(String columns) {
    String json = "{'table': 'a', 'columns': [" + columns + ", " + MESSAGE_ID + "]}";
    return EventSpecReader.read(new StringReader(json.replace('\'', '"')));
  }
}
