package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelpExamplesTest {
  private static final String LONG =
      "  etl consume --queue-name login-queue --database-url postgresql://etl@db/logins";

  @Test
  void long_example_is_folded_as_a_shell_joins_it() {
    String folded = HelpExamples.fold(LONG, 60);
    assertThat(folded)
        .isEqualTo(
            "  etl consume --queue-name login-queue --database-url \\\n"
                + "    postgresql://etl@db/logins");
    assertThat(folded.replaceAll("\\\\\n +", "")).isEqualTo(LONG);
  }

  @Test
  void example_that_fits_prose_and_a_word_that_is_too_long_stay_as_they_are() {
    assertThat(HelpExamples.fold(LONG, LONG.length())).isEqualTo(LONG);
    assertThat(HelpExamples.fold(LONG.strip(), 60)).isEqualTo(LONG.strip());
    assertThat(HelpExamples.fold("  " + "x".repeat(80), 60)).isEqualTo("  " + "x".repeat(80));
  }
}
