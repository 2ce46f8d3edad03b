package etl.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final List<String> PATHS = List.of("queue.visible", "queue.delayed");

  @ParameterizedTest
  @CsvSource({
    "queue.visible>9, true",
    "queue.visible>10, false",
    "queue.visible>=10, true",
    "queue.visible<10, false",
    "queue.visible<=10, true",
    "queue.visible==10, true",
    "queue.visible==10.0, true",
    "queue.visible!=10, false",
    "queue.visible!=9.5, true",
    "' queue.visible > -1 ', true"
  })
  void compares_the_number_at_its_path(String text, boolean expected) {
    assertThat(Condition.parse(text, PATHS).holds(Map.of("queue.visible", 10L)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {">", ">=", "<", "<=", "==", "!="})
  void never_holds_for_what_is_not_known(String operator) {
    Map<String, Long> numbers = new HashMap<>();
    numbers.put("queue.delayed", null);
    assertThat(Condition.parse("queue.delayed" + operator + "0", PATHS).holds(numbers)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "queue.visible",
        "queue.visible>",
        ">1",
        "queue.visible=1",
        "queue.visible>1e3",
        "queue.visible>one",
        "queue.visible>1>2",
        "queue.size>1",
        "visible>1",
        "queue.visible > 1 x"
      })
  void refuses_what_is_no_condition_or_names_nothing(String text) {
    assertThatThrownBy(() -> Condition.parse(text, PATHS))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void can_be_read_again_from_its_text() {
    Condition condition = Condition.parse("queue.visible >= 1000", PATHS);
    assertThat(Condition.parse(condition.toString(), PATHS)).isEqualTo(condition);
  }
}
