package etl.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a command asks of the sandbox.
 *
 * @param events what it sends to the queue first
 * @param environment the process's environment, which determines the directory
 * @param notices told what happens, one line at a time, for standard error
 */
public record SandboxRequest(
    Purpose purpose,
    List<SandboxEvent> events,
    Map<String, String> environment,
    Consumer<String> notices) {

  /** What a command is about to do. */
  public enum Purpose {
    /** Use only the database. */
    LOOK_UP,
    /** Use the queue and the database as they are. */
    INSPECT,
    /** Consume; an empty queue is filled with the sample events first. */
    DRAIN,
    /** As {@link #DRAIN}, and print how to send a message and see the rows. */
    FOLLOW,
    /** Consume events of one's own: none are sent but the request's. */
    DRAIN_OWN,
    /** As {@link #DRAIN_OWN}, and print how to send a message and see the rows. */
    FOLLOW_OWN
  }

  public SandboxRequest {
    Objects.requireNonNull(purpose, "purpose");
    events = List.copyOf(events);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(notices, "notices");
  }
}
