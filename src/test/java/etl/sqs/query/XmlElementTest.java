package etl.sqs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlElementTest {
  @Test
  void text_is_read_exactly_in_whatever_pieces_it_comes() throws XMLStreamException {
    String many = "&quot;".repeat(100_000);
    XmlElement root =
        read("<a xmlns='urn:x'><b>x&#13;&#10;<![CDATA[<&>]]><!-- -->y</b><c>" + many + "</c></a>");
    assertThat(root.childText("b")).isEqualTo("x\r\n<&>y");
    assertThat(root.childText("c")).isEqualTo("\"".repeat(100_000));
    assertThat(root.childText("d")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
        "<a>&e;</a>",
        "{}",
        ""
      })
  void document_type_or_anything_but_xml_is_refused(String text) {
    assertThatExceptionOfType(XMLStreamException.class).isThrownBy(() -> read(text));
  }

  private static XmlElement read(String text) throws XMLStreamException {
    return XmlElement.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
