package etl.sandbox;

import etl.event.Fault;

/** The sandbox could not be started. The message is one line for standard error. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  SandboxException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
