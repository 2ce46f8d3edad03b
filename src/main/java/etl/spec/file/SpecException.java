package etl.spec.file;

import java.util.List;

/**
 * A file is no spec. Knows everything that is wrong with it. Quotes names, keys and types of the
 * file, nothing else.
 */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  SpecException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  static SpecException of(String problem) {
    return new SpecException(List.of(problem));
  }

  /**
   * All of them, one line each: {@code event order: column total: }, what is wrong, and what to
   * write instead.
   */
  public List<String> problems() {
    return problems;
  }
}
