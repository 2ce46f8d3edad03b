package etl.terminal;

import java.util.Optional;

/** The terminal, if any, that one of the process's streams is connected to. */
@FunctionalInterface
public interface Terminal {
  /** In characters. */
  record Size(int columns, int rows) {
    public Size {
      if (columns < 1 || rows < 1) {
        throw new IllegalArgumentException("a terminal has at least one column and one row");
      }
    }
  }

  /** For a stream that is not connected to a terminal. */
  Terminal NONE = Optional::empty;

  /** The terminal's current size; empty if there is no terminal. */
  Optional<Size> size();
}
