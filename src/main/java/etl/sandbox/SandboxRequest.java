package etl.sandbox;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a command asks of the sandbox.
 *
 * @param purpose what the command is about to do
 * @param environment the process's environment, which determines the directory
 * @param notices told what happens, one line at a time, for standard error
 */
public record SandboxRequest(
    Purpose purpose, Map<String, String> environment, Consumer<String> notices) {

  /** What a command is about to do. */
  public enum Purpose {
    /** Use only the database. */
    LOOK_UP,
    /** Inspect the queue and the database as they are. */
    INSPECT,
    /** Consume; an empty queue is filled with the sample events first. */
    DRAIN,
    /** As {@link #DRAIN}, and print how to send a message and see the rows. */
    FOLLOW
  }

  public SandboxRequest {
    Objects.requireNonNull(purpose, "purpose");
    environment = Map.copyOf(environment);
    Objects.requireNonNull(notices, "notices");
  }
}
