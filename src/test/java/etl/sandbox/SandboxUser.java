package etl.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Scanner;

/** A process that opens the sandbox in the folder it reads, and then waits to be killed. */
final class SandboxUser {
  private SandboxUser() {}

  public static void main(String[] args) throws InterruptedException {
    Scanner in = new Scanner(System.in);
    Map<String, String> environment = Map.of("ETL_SANDBOX_DIR", in.nextLine());
    try (Sandbox sandbox =
        Sandbox.open(
            new SandboxRequest(
                SandboxRequest.Purpose.LOOK_UP, List.of(), environment, notice -> {}))) {
      System.out.println(sandbox.addresses().databasePort());
      in.hasNextLine();
    }
  }
}
