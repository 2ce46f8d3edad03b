package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ParserPropertiesTest {
  @Property
  void any_text_is_a_row_or_a_reject(@ForAll String text) {
    assertThat(Logins.parse(text)).isNotNull();
  }
}
