package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedRow;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.masking.Pseudonym;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParserPropertiesTest {
  private static final List<String> FIELDS =
      List.of("user_id", "device_type", "ip", "device_id", "locale", "app_version");

  @Property
  void any_text_is_a_row_or_a_reject_and_rows_are_made_of_json_only(@ForAll String text) {
    assertAgreesWithOracle(text);
  }

  @Property
  void parser_and_oracle_agree_on_what_is_nearly_json(@ForAll("nearlyJson") String text) {
    assertAgreesWithOracle(text);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void parser_and_oracle_agree_on_spoilt_logins(
      @ForAll("logins") Map<String, String> login, @ForAll Random choice) {
    StringBuilder body = new StringBuilder(body(login, choice));
    for (int spoils = 1 + choice.nextInt(3); spoils > 0; spoils--) {
      int at = choice.nextInt(body.length());
      char c = "{}[]\":,\\ue+-.0 1\n\t\u0001x\uFEFF".charAt(choice.nextInt(21));
      switch (choice.nextInt(3)) {
        case 0 -> body.deleteCharAt(at);
        case 1 -> body.insert(at, c);
        default -> body.setCharAt(at, c);
      }
    }
    assertAgreesWithOracle(body.toString());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void what_is_stored_equals_what_was_sent(
      @ForAll("logins") Map<String, String> login, @ForAll Random choice) {
    MaskedRow event = Logins.row(body(login, choice));

    List<String> stored = new ArrayList<>(event.values());
    stored.set(2, original(event.pseudonyms().get(0), event.values().get(2)));
    stored.set(3, original(event.pseudonyms().get(1), event.values().get(3)));
    assertThat(stored.subList(0, FIELDS.size()))
        .isEqualTo(FIELDS.stream().map(login::get).toList());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void reason_holds_nothing_of_what_was_sent(
      @ForAll("secrets") Map<String, String> login,
      @ForAll("spoilers") String spoiler,
      @ForAll Random choice) {
    Map<String, String> values = new LinkedHashMap<>();
    login.forEach((field, value) -> values.put(field, JsonTexts.quoted(value, choice)));
    values.put(
        FIELDS.get(choice.nextInt(FIELDS.size())), spoiler.replace("SECRET", login.get("user_id")));
    ParsedMessage parsed = Logins.parse(document(values, choice));

    if (parsed instanceof RejectedMessage reject) {
      assertThat(login.values()).noneMatch(reject.reason()::contains);
      assertThat(reject.reason()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(
                "{", "}", "[", "]", ",", ":", "\"", "\\", "{}", "[]", "0", "-", ".", "e", "+",
                "true", "null", "\"a\"", "\"a\":", "1", "[[", "]]", " ", "\n", "\u0000", "\\u00",
                "\uFEFF", "\f"),
            JsonTexts.values());
    return piece.list().ofMaxSize(8).map(l -> String.join("", l));
  }

  /** The texts of a login's fields; null where a field is null, missing where it is missing. */
  @Provide
  Arbitrary<Map<String, String>> logins() {
    Arbitrary<String> required = JsonTexts.storable(20).filter(s -> !s.isEmpty());
    Arbitrary<String> optional = JsonTexts.storable(16).injectNull(0.2);
    return Combinators.combine(required, optional, required, required, optional, optional)
        .as(ParserPropertiesTest::login);
  }

  @Provide
  Arbitrary<Map<String, String>> secrets() {
    Arbitrary<String> secret =
        Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(12).ofMaxLength(20);
    return Combinators.combine(secret, secret, secret, secret, secret, secret)
        .as(ParserPropertiesTest::login);
  }

  @Provide
  Arbitrary<String> spoilers() {
    return Arbitraries.of(
        "SECRET",
        "\"SECRET",
        "[\"SECRET\"]",
        "{\"SECRET\": \"SECRET\"}",
        "\"SECRET\\u0000\"",
        "\"SECRET\\x\"",
        "\"SECRET\\uD800\"",
        "\"SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRET\"",
        "\"SECRET\",\"ip\":\"SECRET\"",
        "\"SECRET\\uSECR\"",
        "nullSECRET",
        "1SECRET",
        "null");
  }

  private static Map<String, String> login(
      String userId, String type, String ip, String device, String locale, String version) {
    Map<String, String> login = new LinkedHashMap<>();
    login.put("user_id", userId);
    login.put("device_type", type);
    login.put("ip", ip);
    login.put("device_id", device);
    login.put("locale", locale);
    login.put("app_version", version);
    return login;
  }

  private static String body(Map<String, String> login, Random choice) {
    Map<String, String> values = new LinkedHashMap<>();
    login.forEach(
        (field, value) -> {
          if (value != null) {
            values.put(field, JsonTexts.quoted(value, choice));
          } else if (choice.nextBoolean()) {
            values.put(field, "null");
          }
        });
    for (int extra = choice.nextInt(3); extra > 0; extra--) {
      values.put("extra" + extra, JsonTexts.values().generator(1).next(choice).value());
    }
    return document(values, choice);
  }

  private static String document(Map<String, String> values, Random choice) {
    List<String> fields = new ArrayList<>(values.keySet());
    Collections.shuffle(fields, choice);
    return fields.stream()
        .map(
            field ->
                JsonTexts.space(choice)
                    + JsonTexts.quoted(field, choice)
                    + JsonTexts.space(choice)
                    + ":"
                    + JsonTexts.space(choice)
                    + values.get(field)
                    + JsonTexts.space(choice))
        .collect(Collectors.joining(",", JsonTexts.space(choice) + "{", "}"));
  }

  private static String original(Pseudonym pseudonym, String masked) {
    assertThat(masked).matches("[0-9a-f]{64}").isEqualTo(pseudonym.masked());
    return pseudonym.original();
  }

  private static void assertAgreesWithOracle(String text) {
    ParsedMessage parsed = Logins.parse(text);

    boolean notJson = parsed instanceof RejectedMessage reject && reject.kind() == Kind.NOT_JSON;
    assertThat(notJson).as(text).isEqualTo(!JsonOracle.isJson(text));
    if (parsed instanceof RejectedMessage reject) {
      assertThat(reject.reason()).isNotBlank();
      assertThat(reject.body()).isEqualTo(text);
    }
  }
}
