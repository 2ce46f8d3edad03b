package etl.sqs.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpResponse;

class QueryAnswerTest {
  @Test
  void text_is_read_exactly_in_whatever_pieces_it_comes() {
    String many = "&quot;".repeat(100_000);
    JsonObject json =
        translated(
                "<aResponse xmlns='urn:x'><aResult><b>x&#13;&#10;<![CDATA[<&>]]><!-- -->y</b><c>"
                    + many
                    + "</c></aResult></aResponse>")
            .flatMap(HttpAnswer::json)
            .orElseThrow();
    assertThat(json.get("b").getAsString()).isEqualTo("x\r\n<&>y");
    assertThat(json.get("c").getAsString()).isEqualTo("\"".repeat(100_000));
    assertThat(json.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><aResponse/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><aResponse>&e;</aResponse>",
        "<aResponse>&e;</aResponse>",
        "<a/>",
        "{}",
        ""
      })
  void document_type_or_anything_but_a_response_in_xml_is_none(String text) {
    assertThat(translated(text)).isEmpty();
    assertThat(translated("<aResponse/>")).isPresent();
  }

  private static Optional<HttpAnswer> translated(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return QueryAnswer.toJson(
        new HttpAnswer(SdkHttpResponse.builder().statusCode(200).build(), body));
  }
}
