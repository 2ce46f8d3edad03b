package etl.spec.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import etl.spec.RandomSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors go by, and the reader that etl goes by. */
class SpecSchemaTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema SCHEMA = REGISTRY.getSchema(SpecFile.schemaText());

  private static final Pattern BLOCK = Pattern.compile("(?s)```json\\n(.*?)\\n```");
  private static final Pattern SPEC = Pattern.compile("\"(?:columns|events)\": *\\[");
  private static final Pattern KEY = Pattern.compile("\"([a-z0-9_]+)\"");

  private static final String GOOD =
      """
      {'$schema': 'x', 'comment': 1, 'name': 'shop', 'otherwise': 'leave',
       'unwrap': ['sns', {'pointer': '/payload', 'encoded': 'base64+gzip'}], 'events': [
        {'name': 'visit', 'when': {'pointer': '/kind', 'equals': 'visit'}, 'table': 'visits', 'columns': [
          {'name': 'visitor', 'pointer': '/ip', 'type': 'varchar', 'length': 128, 'required': true, 'masked': true, 'canonical': ['trim', 'ip']},
          {'name': 'network', 'pointer': '/ip', 'type': 'cidr', 'mask': {'network': {'ipv4': 24, 'ipv6': 48}}},
          {'name': 'born', 'root': '/born', 'type': 'date', 'mask': {'date': 'year'}},
          {'name': 'at', 'envelope': '/at', 'type': 'timestamptz', 'epoch': 'ms'},
          {'name': 'total', 'pointer': '/total', 'type': 'numeric', 'precision': 12, 'scale': 2},
          {'name': 'mail', 'attribute': 'mail', 'type': 'text', 'mask': 'email', 'keep_original': false},
          {'name': 'sent', 'message': 'sent_at', 'type': 'timestamptz'},
          {'name': 'id', 'message': 'message_id', 'type': 'text'}]},
        {'name': 'order', 'when': [{'attribute': 'type', 'in': ['a', 'b']}, {'pointer': '/test', 'exists': false}],
         'each': '/orders', 'table': 'orders', 'columns': [
          {'name': 'position', 'message': 'element', 'type': 'integer'},
          {'name': 'id', 'message': 'message_id', 'type': 'text'}]},
        {'name': 'ping', 'when': {'envelope': '/ping', 'prefix': 'p'}, 'discard': true}]}
      """;

  @Test
  void schema_is_one_itself() {
    Schema ofSchemas =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(ofSchemas.validate(SpecFile.schemaText(), InputFormat.JSON)).isEmpty();
  }

  static Stream<String> specs_of_files() throws IOException {
    return Stream.of(
            Stream.of(SpecFile.builtInText(), good()),
            texts("src/test/resources/etl/spec", ".json"),
            texts("src/main/examples", ".json"),
            texts("src/main/docs", ".md")
                .flatMap(guide -> BLOCK.matcher(guide).results().map(found -> found.group(1))))
        .flatMap(some -> some)
        .filter(text -> SPEC.matcher(text).find());
  }

  @ParameterizedTest
  @MethodSource("specs_of_files")
  void spec_that_etl_takes_is_taken_by_the_schema(String text) {
    assertThatCode(() -> SpecFile.read(bytes(text))).doesNotThrowAnyException();
    assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
  }

  @Test
  void random_specs_are_taken_by_both() {
    Random random = new Random(18);
    for (int i = 0; i < 100; i++) {
      String text = RandomSpec.readable(random, true);
      assertThat(SCHEMA.validate(text, InputFormat.JSON)).as(text).isEmpty();
    }
  }

  /** Each is made of the good one by one replacement. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name': 'shop' -> 'name': ' shop'",
        "'name': 'shop' -> 'name': ''",
        "'otherwise': 'leave' -> 'otherwise': 'drop'",
        "'otherwise': 'leave' -> 'table': 'shop'",
        "'otherwise': 'leave' -> 'otherwize': 'leave'",
        "'comment': 1, 'name': 'shop', -> ",
        "'sns' -> 'SNS'",
        "'sns' -> 1",
        "['sns', {'pointer': '/payload', 'encoded': 'base64+gzip'}] -> []",
        "['sns', {'pointer': '/payload', 'encoded': 'base64+gzip'}] -> 'sns'",
        "'pointer': '/payload', 'encoded' -> 'encoded'",
        "'pointer': '/payload' -> 'pointer': 'payload'",
        "'encoded': 'base64+gzip' -> 'encoded': 'gzip'",
        "'table': 'visits' -> 'table': 'Visits'",
        "'table': 'visits' -> 'table': 'map_desmask'",
        "'table': 'visits' -> 'table': 'pg_visits'",
        "'table': 'visits', -> ",
        "'equals': 'visit' -> 'equals': ['visit']",
        "'equals': 'visit' -> 'equals': 'visit', 'prefix': 'v'",
        "'pointer': '/kind', -> ",
        "'in': ['a', 'b'] -> 'in': []",
        "'in': ['a', 'b'] -> 'in': [1]",
        "'exists': false -> 'exists': 'no'",
        "'attribute': 'type' -> 'attribute': 'AWS.type'",
        "'attribute': 'type' -> 'attribute': 'a b'",
        "'each': '/orders' -> 'each': 'orders'",
        "'each': '/orders', -> ",
        "{'name': 'position', 'message': 'element', 'type': 'integer'}, -> ",
        "'name': 'visitor' -> 'name': 'visit-or'",
        "'name': 'visitor' -> 'name': 'xmin'",
        "'name': 'visitor', -> ",
        "'pointer': '/ip' -> 'pointer': 'ip'",
        "'pointer': '/ip' -> 'pointer': '/i~p'",
        "'pointer': '/ip' -> 'pointer': '/ip', 'root': '/ip'",
        "'pointer': '/ip', 'type': 'varchar' -> 'type': 'varchar'",
        "'pointer': '/ip' -> 'path': '/ip'",
        "'type': 'varchar' -> 'type': 'string'",
        "'type': 'varchar', -> ",
        "'length': 128, -> ",
        "'length': 128 -> 'length': 0",
        "'length': 128 -> 'length': 64",
        "'length': 128 -> 'length': 1.5",
        "'required': true -> 'required': 'true'",
        "'masked': true, 'canonical' -> 'canonical'",
        "'masked': true -> 'masked': true, 'mask': 'hash'",
        "'masked': true -> 'masked': true, 'clear': true",
        "'masked': true -> 'mask': 'sha256'",
        "['trim', 'ip'] -> ['trim', 'trim']",
        "['trim', 'ip'] -> ['email', 'ip']",
        "['trim', 'ip'] -> 'upper'",
        "['trim', 'ip'] -> []",
        "'type': 'cidr' -> 'type': 'uuid'",
        "'ipv4': 24 -> 'ipv4': 33",
        "'ipv4': 24, -> ",
        "'type': 'date', 'mask' -> 'type': 'text', 'mask'",
        "'date': 'year' -> 'date': 'day'",
        "'mask': {'date': 'year'} -> 'mask': {'date': 'year'}, 'canonical': 'trim'",
        "'mask': {'date': 'year'} -> 'mask': {'date': 'year'}, 'keep_original': true",
        "'epoch': 'ms' -> 'epoch': 'us'",
        "'epoch': 'ms' -> 'epoch': 'ms', 'zone': 'UTC'",
        "'type': 'timestamptz', 'epoch' -> 'type': 'date', 'epoch'",
        "'precision': 12, -> ",
        "'precision': 12 -> 'precision': 1001",
        "'type': 'numeric' -> 'type': 'bigint'",
        "'attribute': 'mail', 'type': 'text' -> 'attribute': 'mail', 'type': 'jsonb'",
        "'mask': 'email' -> 'mask': 'email', 'canonical': 'ip'",
        "'keep_original': false -> 'keep_original': 'no'",
        "'message': 'sent_at' -> 'message': 'sent'",
        "'message': 'sent_at', 'type': 'timestamptz' -> 'message': 'sent_at', 'type': 'date'",
        "'message': 'sent_at' -> 'message': 'sent_at', 'masked': true",
        "'message': 'sent_at' -> 'message': 'sent_at', 'required': true",
        "'message': 'sent_at', 'type': 'timestamptz' -> 'message': 'element', 'type': 'integer'",
        "'message': 'message_id' -> 'message': 'group_id'",
        "'discard': true -> 'discard': true, 'table': 'pings'",
        "'discard': true -> 'discard': false",
        "'discard': true -> 'discard': 1"
      })
  void what_is_wrong_is_refused_by_both(String replacement) {
    String[] parts = replacement.split(" ?-> ?", -1);
    String wrong = good().replace(quoted(parts[0]), quoted(parts[1]));

    assertThat(wrong).isNotEqualTo(good());
    assertThat(SCHEMA.validate(wrong, InputFormat.JSON)).isNotEmpty();
    assertThat(Problems.of(wrong)).isNotEmpty();
  }

  @Test
  void schema_has_every_key_and_every_table_of_etl() {
    List<String> known =
        KEY.matcher(SpecFile.schemaText()).results().map(found -> found.group(1)).toList();

    for (Keys keys : Keys.values()) {
      assertThat(known).containsAll(keys.keys());
    }
    assertThat(known).containsAll(Reserved.TABLES);
  }

  private static String good() {
    return quoted(GOOD);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<String> texts(String folder, String end) throws IOException {
    if (Files.notExists(Path.of(folder))) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(end)).toList().stream()
          .map(SpecSchemaTest::text);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
