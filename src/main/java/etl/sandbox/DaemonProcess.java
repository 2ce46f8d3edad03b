package etl.sandbox;

import etl.event.Fault;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the daemon in its own process, with the sandbox's jars on its class path. */
final class DaemonProcess {
  private DaemonProcess() {}

  /**
   * Prepares a daemon.
   *
   * @throws SandboxException if its jars are not installed
   */
  static ProcessBuilder of(SandboxDirectory directory) {
    ProcessBuilder builder =
        new ProcessBuilder(command(directory))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectError(directory.daemonLog().toFile());
    // These variables are meant for this process, and could keep the daemon from starting.
    builder.environment().keySet().removeIf(DaemonProcess::isForThisProcessOnly);
    return builder;
  }

  /** Starts the daemon and waits until it listens. */
  static DaemonAddress start(ProcessBuilder builder, SandboxDirectory directory)
      throws IOException {
    try (BufferedReader out = builder.start().inputReader(StandardCharsets.UTF_8)) {
      if (out.readLine() != null) {
        return DaemonAddress.read(directory.daemonAddress()).orElseThrow();
      }
    }
    throw new SandboxException(
        Fault.UNAVAILABLE, "the sandbox did not start; its log is " + directory.daemonLog(), null);
  }

  private static List<String> command(SandboxDirectory directory) {
    List<String> command = new ArrayList<>();
    // Ctrl-C signals the whole process group, but the daemon must outlive its clients.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT TERM HUP; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-Dpekko.loglevel=OFF", "-Dpekko.stdout-loglevel=OFF"));
    command.addAll(List.of("-Dpekko.jvm-shutdown-hooks=off", "-Duser.timezone=UTC"));
    command.addAll(List.of("-cp", classPath(), SandboxDaemon.class.getName()));
    command.add(directory.root().toString());
    return command;
  }

  /** The program's own jar and its libraries, and the jars in {@code sandbox} beside them. */
  private static String classPath() {
    URI own;
    try {
      own = DaemonProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's own jar has no address", e);
    }
    Path code = Path.of(own);
    if (Files.isDirectory(code)) {
      return System.getProperty("java.class.path");
    }
    Path jars = code.resolveSibling("sandbox");
    if (!Files.isDirectory(jars)) {
      throw new SandboxException(
          Fault.CONFIGURATION, "this installation has no sandbox: " + jars + " is missing", null);
    }
    return code + File.pathSeparator + code.resolveSibling("*") + File.pathSeparator + jars + "/*";
  }

  private static boolean isForThisProcessOnly(String variable) {
    return variable.startsWith("PG")
        || variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JDK_JAVA_OPTIONS");
  }
}
