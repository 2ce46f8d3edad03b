package etl.spec.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with one column, and what the reader says of it. */
class ColumnRulesTest {
  private static final String ID = "{'name': 'id', 'message': 'message_id', 'type': 'text'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'type': 'text' | needs exactly one of pointer, root, envelope, attribute or message
          'type': 'text', 'pointer': '/a', 'root': '/a', 'message': 'sent_at' | has pointer, root and message, keep one of them
          'type': 'text', 'pointer': 'a.b' | pointer "a.b" must begin with a slash, write "/a/b"
          'type': 'text', 'pointer': '$.a' | pointer "$.a" must begin with a slash, write "/a"
          'type': 'text', 'pointer': '/~2' | pointer "/~2" has a stray ~, write ~0 for ~ and ~1 for / in a name
          'type': 'text', 'pointer': '/\\u0000' | pointer holds NUL or half a surrogate pair, which PostgreSQL cannot store
          'type': 'text', 'pointer': '/\\ud800' | pointer holds NUL or half a surrogate pair, which PostgreSQL cannot store
          'type': 'text', 'pointer': null | pointer must be a text such as "/ip", not null
          'type': 'text', 'attribute': '' | attribute "" is no name that SQS takes, write up to 256 of A-Z a-z 0-9 _ - and single periods between them
          'type': 'text', 'attribute': 'a..b' | attribute "a..b" is no name that SQS takes, write up to 256 of A-Z a-z 0-9 _ - and single periods between them
          'type': 'text', 'attribute': 'AWS.MessageGroupId' | attribute "AWS.MessageGroupId" is reserved by SQS, no message can have it
          'type': 'text', 'message': 'sent_dat' | unknown message part "sent_dat", did you mean "sent_date"?
          'type': 'text', 'message': 'body' | unknown message part "body", known are message_id, sent_date, sent_at, element and group_id
          'pointer': '/a' | needs a type: varchar, text, integer, bigint, numeric, double, boolean, date, timestamptz, uuid, inet, cidr, jsonb or text[]
          'pointer': '/a', 'type': 1 | type must be a text such as "text", not a number
          'pointer': '/a', 'type': 'TEXT' | unknown type "TEXT", did you mean "text"?
          'pointer': '/a', 'type': 'int' | unknown type "int", did you mean "integer"?
          'pointer': '/a', 'type': 'timestamp' | unknown type "timestamp", did you mean "timestamptz"?
          'pointer': '/a', 'type': 'text[' | unknown type "text[", did you mean "text"?
          'pointer': '/a', 'type': 'geometry' | unknown type "geometry", known are varchar, text, integer, bigint, numeric, double, boolean, date, timestamptz, uuid, inet, cidr, jsonb and text[]
          'pointer': '/a', 'type': 'varchar(128)' | unknown type "varchar(128)", write "type": "varchar", "length": 128
          'pointer': '/a', 'type': 'NUMERIC(12, 2)' | unknown type "NUMERIC(12, 2)", write "type": "numeric", "precision": 12, "scale": 2
          'pointer': '/a', 'type': 'varchar' | varchar needs a length, such as "length": 128; text has no limit
          'pointer': '/a', 'type': 'varchar', 'length': 0 | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'varchar', 'length': -1 | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'varchar', 'length': 10485761 | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'varchar', 'length': 1e99999999999 | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'varchar', 'length': 1.5 | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'varchar', 'length': '5' | length must be a whole number from 1 to 10485760
          'pointer': '/a', 'type': 'text', 'length': 5 | length belongs to varchar, not to text
          'pointer': '/a', 'type': 'numeric', 'precision': 0 | precision must be a whole number from 1 to 1000
          'pointer': '/a', 'type': 'numeric', 'precision': 1001 | precision must be a whole number from 1 to 1000
          'pointer': '/a', 'type': 'numeric', 'precision': 2, 'scale': 3 | scale must be a whole number from 0 to 2
          'pointer': '/a', 'type': 'numeric', 'scale': 2 | scale needs a precision, such as "precision": 12
          'pointer': '/a', 'type': 'double', 'scale': 2 | scale belongs to numeric, not to double
          'pointer': '/a', 'type': 'text', 'epoch': 'ms' | epoch belongs to timestamptz, not to text
          'pointer': '/a', 'type': 'date', 'zone': 'UTC' | zone belongs to timestamptz, not to date
          'pointer': '/a', 'type': 'timestamptz', 'epoch': 'us' | epoch must be "s" or "ms", not "us"
          'pointer': '/a', 'type': 'timestamptz', 'epoch': 's', 'zone': 'UTC' | zone means nothing beside epoch: a count of seconds has no zone
          'pointer': '/a', 'type': 'timestamptz', 'zone': '+02:00' | zone "+02:00" is no IANA time zone, write one such as "UTC" or "Europe/Berlin"
          'pointer': '/a', 'type': 'timestamptz', 'zone': 'Europe/Berln' | zone "Europe/Berln" is no IANA time zone, did you mean "Europe/Berlin"?
          'message': 'sent_at', 'type': 'timestamptz', 'zone': 'UTC' | zone is for what a producer writes, leave it out of sent_at
          'message': 'sent_at', 'type': 'timestamptz', 'epoch': 's' | epoch is for what a producer writes, leave it out of sent_at
          'message': 'sent_date', 'type': 'text' | sent_date is date, not text
          'message': 'sent_at', 'type': 'date' | sent_at is timestamptz, not date
          'message': 'group_id', 'type': 'bigint' | group_id is varchar or text, not bigint
          'attribute': 'a', 'type': 'boolean' | attributes are text, which is never boolean, write "type": "text"
          'attribute': 'a', 'type': 'jsonb' | attributes are text, which is never jsonb, write "type": "text"
          'attribute': 'a', 'type': 'text[]' | attributes are text, which is never text[], write "type": "text"
          'pointer': '/a', 'type': 'text', 'required': 'yes' | required must be true or false, not a text
          'message': 'sent_date', 'type': 'date', 'required': true | what the queue says of a message is always there, leave required out
          'pointer': '/a', 'type': 'text', 'requird': true | unknown key "requird", did you mean "required"?
          'pointer': '/a', 'type': 'text', 'nullable': true | unknown key "nullable", did you mean "required"?
          'pointer': '/a', 'type': 'text', 'table': 'x' | "table" is a key of an event, not of a column
          'pointer': '/a', 'type': 'text', 'type': 'text' | "type" stands twice, keep one
          'pointer': '/a', 'type': 'bigint', 'masked': true | a hash is text, write "type": "varchar", "length": 128, not bigint
          'pointer': '/a', 'type': 'varchar', 'length': 79, 'masked': true | a hash needs a length of 80 or more
          'pointer': '/a', 'type': 'varchar', 'length': 81, 'mask': 'email' | mask email needs a length of 82 or more, 334 hold every domain
          'message': 'sent_date', 'type': 'date', 'mask': {'date': 'year'} | what the queue itself says of a message is not masked, leave the mask out
          'pointer': '/a', 'type': 'text', 'masked': true, 'mask': 'hash' | masked is short for "mask": "hash", keep one of the two
          'pointer': '/a', 'type': 'text', 'masked': false, 'mask': 'hash' | has a mask and is not masked, leave masked out
          'pointer': '/a', 'type': 'text', 'mask': 'hsh' | unknown mask "hsh", did you mean "hash"?
          'pointer': '/a', 'type': 'text', 'mask': 'tokenize' | unknown mask "tokenize", known are hash, email, network and date
          'pointer': '/a', 'type': 'text', 'mask': true | mask must be a text such as "hash", not true
          'pointer': '/a', 'type': 'text', 'mask': 'network' | mask network says how much it keeps, write {"network": {"ipv4": 24, "ipv6": 48}}
          'pointer': '/a', 'type': 'date', 'mask': 'date' | mask date says what it keeps, write {"date": "month"}
          'pointer': '/a', 'type': 'text', 'mask': {'hash': {}} | mask: hash and email have nothing to say, write "mask": "hash"
          'pointer': '/a', 'type': 'text', 'mask': {} | mask: needs exactly one of network and date, such as {"network": {"ipv4": 24, "ipv6": 48}}
          'pointer': '/a', 'type': 'text', 'mask': {'network': {'ipv4': 33, 'ipv6': 0}} | mask: network: ipv4 must be a whole number from 0 to 32
          'pointer': '/a', 'type': 'text', 'mask': {'network': {'ipv4': 32, 'ipv6': 129}} | mask: network: ipv6 must be a whole number from 0 to 128
          'pointer': '/a', 'type': 'text', 'mask': {'network': {'ipv4': 32}} | mask: network: needs ipv6, the bits that are kept, as in {"network": {"ipv4": 24, "ipv6": 48}}
          'pointer': '/a', 'type': 'text', 'mask': {'network': 24} | mask: network: must be an object, not a number
          'pointer': '/a', 'type': 'date', 'mask': {'date': 'day'} | mask: date must be "year" or "month", not "day"
          'pointer': '/a', 'type': 'varchar', 'length': 128, 'mask': {'network': {'ipv4': 24, 'ipv6': 48}} | mask network is for cidr, inet or text, not for varchar
          'pointer': '/a', 'type': 'text', 'mask': {'date': 'year'} | mask date is for date, not for text
          'pointer': '/a', 'type': 'text', 'keep_original': false | keep_original is for masks, leave it out
          'pointer': '/a', 'type': 'cidr', 'mask': {'network': {'ipv4': 24, 'ipv6': 48}}, 'keep_original': true | masks network and date keep no original, leave keep_original out
          'pointer': '/a', 'type': 'text', 'canonical': 'trim' | canonical is only for masks, leave it out or add "masked": true
          'pointer': '/a', 'type': 'text', 'masked': true, 'canonical': 'lowr' | unknown canonical form "lowr", did you mean "lower"?
          'pointer': '/a', 'type': 'text', 'masked': true, 'canonical': [] | canonical is an empty list, leave it out
          'pointer': '/a', 'type': 'text', 'masked': true, 'canonical': [1] | canonical must be a text such as "ip", or a list of such, not a number
          'pointer': '/a', 'type': 'text', 'masked': true, 'canonical': ['trim', 'trim'] | canonical form trim stands twice, keep one
          'pointer': '/a', 'type': 'text', 'masked': true, 'canonical': ['ip', 'email'] | nothing has both canonical forms, ip and email, keep one
          'pointer': '/a', 'type': 'text', 'mask': 'email', 'canonical': 'ip' | canonical form ip is not for mask email, leave it out
          'pointer': '/a', 'type': 'text', 'mask': {'network': {'ipv4': 24, 'ipv6': 48}}, 'canonical': 'email' | canonical form email is not for mask network, leave it out
          'pointer': '/a', 'type': 'date', 'mask': {'date': 'year'}, 'canonical': 'trim' | a date has one form already, leave canonical out
          'pointer': '/a', 'type': 'text', 'masked': true, 'clear': true | clear is for what is not masked, keep the mask or clear
          """)
  void what_is_wrong_with_a_column_is_told(String members, String problem) {
    assertThat(problems("{'name': 'a', " + members + "}, " + ID))
        .containsExactly("event t: column a: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'a-b' | column a-b: name "a-b" is no identifier, write a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores
          'A' | column A: name "A" is no identifier, write a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores
          'a\\n' | column a\\u000a: name "a\\u000a" is no identifier, write a lower-case letter or an underscore, then up to 62 of a-z, 0-9 and underscores
          'xmin' | column xmin: PostgreSQL has a system column of that name, choose another name
          1 | column 1: name must be a text such as "user_id", not a number
          'id' | column id: stands twice, rename one
          """)
  void what_is_wrong_with_a_name_is_told(String name, String problem) {
    assertThat(problems("{'name': " + name + ", 'pointer': '/a', 'type': 'text'}, " + ID))
        .containsExactly("event t: " + problem);
  }

  @Test
  void column_without_a_name_is_called_by_its_place() {
    assertThat(problems(ID + ", {'pointer': '/a', 'type': 'text'}, 7"))
        .containsExactly(
            "event t: column 2: needs a name",
            "event t: column 3: must be an object, not a number");
  }

  @Test
  void name_may_be_as_long_as_postgresql_keeps() {
    assertThat(
            problems("{'name': '" + "a".repeat(63) + "', 'pointer': '', 'type': 'jsonb'}, " + ID))
        .isEmpty();
    assertThat(
            problems("{'name': '" + "a".repeat(64) + "', 'pointer': '', 'type': 'jsonb'}, " + ID))
        .hasSize(1);
  }

  @Test
  void everything_that_is_wrong_with_a_column_is_told_at_once() {
    String column =
        "{'name': 'A', 'pointer': 'ip', 'type': 'varchar', 'length': 1, 'masked': true,"
            + " 'required': 1, 'canonical': 'x', 'zone': 1, 'wat': 1}, ";

    assertThat(problems(column + ID)).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void number_counts_by_its_value() {
    assertThat(
            problems(
                "{'name': 'a', 'pointer': '/a', 'type': 'varchar', 'length': 128.0},"
                    + "{'name': 'b', 'pointer': '/b', 'type': 'varchar', 'length': 1e2},"
                    + "{'name': 'c', 'pointer': '/c', 'type': 'numeric', 'precision': 3, 'scale': 0.0},"
                    + ID))
        .isEmpty();
  }

  @Test
  void table_has_no_more_columns_than_postgresql_takes() {
    List<String> columns = new ArrayList<>(List.of(ID));
    for (int i = 1; i < 1601; i++) {
      columns.add("{'name': 'c" + i + "', 'pointer': '/a', 'type': 'text'}");
    }

    assertThat(problems(String.join(",", columns)))
        .containsExactly("event t: has 1601 columns, PostgreSQL takes 1600");
    assertThat(problems(String.join(",", columns.subList(0, 1600)))).isEmpty();
  }

  private static List<String> problems(String columns) {
    String json = "{'table': 't', 'columns': [" + columns + "]}";
    return Problems.of(json);
  }
}
