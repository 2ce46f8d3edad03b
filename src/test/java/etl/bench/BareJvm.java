package etl.bench;

/** A program that prints a line: what a JVM's start costs by itself. */
final class BareJvm {
  private BareJvm() {}

  /** Prints the line. */
  public static void main(String[] args) {
    System.out.println("nothing");
  }
}
