package etl.deploy;

import etl.testing.WholeCommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/** The deployment files' calls of the program: its arguments, by the place where they stand. */
final class CommandLines {
  static final Path DEPLOY = Path.of("src/main/deploy");
  static final Path COMPOSE = Path.of("docker-compose.yml");

  private static final Pattern SERVICE = Pattern.compile("(?m)^ExecStart=/opt/etl/bin/etl (.+)$");
  private static final Pattern CRON = Pattern.compile("(?m)^\\*/5 .* etl (consume [^|\n]+)");

  private CommandLines() {}

  /** Those that consume. */
  static Map<String, List<String>> all() {
    Map<String, List<String>> found = new TreeMap<>();
    for (String unit : List.of("etl-follow.service", "etl-drain.service")) {
      found.put(unit, inText(DEPLOY.resolve("systemd").resolve(unit), SERVICE));
    }
    found.put("cron", inText(DEPLOY.resolve("cron/etl"), CRON));
    found.put("follow.yml", Manifests.container(Manifests.followingPod()).getArgs());
    found.put("drain.yml", Manifests.container(Manifests.drainingPod()).getArgs());
    found.put("docker-compose.yml", composed());
    return found;
  }

  /** Those that make partitions once a day. */
  static Map<String, List<String>> migrating() {
    return Map.of(
        "etl-migrate.service",
        inText(DEPLOY.resolve("systemd/etl-migrate.service"), SERVICE),
        "migrate.yml",
        Manifests.container(Manifests.migratingPod()).getArgs());
  }

  private static List<String> inText(Path file, Pattern call) {
    Matcher matcher = call.matcher(text(file));
    if (!matcher.find()) {
      throw new IllegalStateException(file + " does not call etl");
    }
    return List.of(matcher.group(1).strip().split(" +"));
  }

  private static List<String> composed() {
    JsonNode command = StrictYaml.documents(COMPOSE).get(0).at("/services/etl/command");
    List<String> arguments = new ArrayList<>();
    command.forEach(argument -> arguments.add(argument.asString()));
    return arguments;
  }

  /** The program's own view of a command, which must be the last of its kind in the arguments. */
  static ParseResult parsed(List<String> arguments) {
    return WholeCommandLine.make().parseArgs(arguments.toArray(String[]::new)).subcommand();
  }

  /** An option's value, which may be its default; null if it has none. */
  static <T> T value(List<String> arguments, String option) {
    OptionSpec spec = parsed(arguments).commandSpec().findOption(option);
    return spec.getValue();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
