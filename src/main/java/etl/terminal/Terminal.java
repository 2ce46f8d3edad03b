package etl.terminal;

import java.util.Optional;

/** What one of the process's streams leads to. */
@FunctionalInterface
public interface Terminal {
  /** A stream that leads to no terminal. */
  Terminal NONE = Optional::empty;

  /** Asks how large the terminal is now; empty where the stream leads to none. */
  Optional<TerminalSize> size();
}
