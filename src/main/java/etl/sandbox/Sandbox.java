package etl.sandbox;

import etl.event.Fault;

/** A PostgreSQL and an SQS server on this machine, for trying the program out. */
public final class Sandbox implements AutoCloseable {
  private final SandboxAddresses addresses;

  private Sandbox(SandboxAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Starts the servers, or joins those that run already. The servers live until the last sandbox
   * that uses them is closed or its process is gone; the database's files stay.
   *
   * @throws SandboxException when they cannot be started
   */
  public static Sandbox open(SandboxRequest request) {
    throw new SandboxException(Fault.UNAVAILABLE, "no sandbox yet: " + request.purpose(), null);
  }

  public SandboxAddresses addresses() {
    return addresses;
  }

  /** Stops the servers, unless somebody else uses them, and waits until they have stopped. */
  @Override
  public void close() {}
}
