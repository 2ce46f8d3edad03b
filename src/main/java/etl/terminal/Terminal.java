package etl.terminal;

import java.util.Optional;

/** The terminal, if any, that one of the process's streams is connected to. */
@FunctionalInterface
public interface Terminal {
  /** For a stream that is not connected to a terminal. */
  Terminal NONE = Optional::empty;

  /** The terminal's current size; empty if there is no terminal. */
  Optional<TerminalSize> size();
}
