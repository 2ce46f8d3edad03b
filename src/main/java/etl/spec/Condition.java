package etl.spec;

import java.util.List;
import java.util.Objects;

/**
 * A test that a message passes or not.
 *
 * @param source what is tested: a place in the event or its envelope, or an attribute
 * @param operands what it is compared with: JSON scalars in canonical form; none for {@link
 *     Operator#EXISTS} and {@link Operator#ABSENT}
 */
public record Condition(Source source, Operator operator, List<Scalar> operands) {
  public enum Operator {
    /** Equal to one of the operands. */
    IN,
    /** A text that begins with the only operand. */
    PREFIX,
    /** There, though it be null or false. */
    EXISTS,
    ABSENT
  }

  /**
   * A JSON scalar that can be compared.
   *
   * @param kind STRING, NUMBER, BOOLEAN or NULL
   * @param value a string's text; a number's {@link java.math.BigDecimal} without trailing zeros,
   *     as text; the literal of others
   */
  public record Scalar(etl.json.JsonKind kind, String value) {
    public Scalar {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(value, "value");
    }
  }

  public Condition {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(operator, "operator");
    operands = List.copyOf(operands);
  }
}
