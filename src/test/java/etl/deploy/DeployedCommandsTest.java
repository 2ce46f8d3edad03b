package etl.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** What the deployment files say is what the program understands. */
class DeployedCommandsTest {
  private static final Path DROP_IN =
      CommandLines.DEPLOY.resolve("systemd/etl-.service.d/etl.conf");
  private static final String GRACE = "--shutdown-timeout";

  @Test
  void every_call_is_one_of_consume_that_the_program_takes() {
    assertThat(CommandLines.all()).hasSize(6);
    CommandLines.all()
        .forEach(
            (place, arguments) ->
                assertThat(CommandLines.parsed(arguments).commandSpec().name())
                    .as(place)
                    .isEqualTo("consume"));
  }

  @Test
  void partitions_are_made_by_migrate_with_a_spec() {
    CommandLines.migrating()
        .forEach(
            (place, arguments) -> {
              var command = CommandLines.parsed(arguments).commandSpec();
              assertThat(command.name()).as(place).isEqualTo("migrate");
              assertThat(command.findOption("--spec").<Object>getValue()).as(place).isNotNull();
            });
  }

  @Test
  void services_follow_and_drains_end() {
    CommandLines.all()
        .forEach(
            (place, arguments) -> {
              boolean follow = CommandLines.value(arguments, "--follow");
              Duration end = CommandLines.value(arguments, "--max-duration");
              assertThat(follow).as(place).isEqualTo(end == null);
            });
  }

  @Test
  void nobody_is_killed_before_the_shutdown_timeout_is_over() {
    for (PodSpec pod : Manifests.pods()) {
      Duration wanted = CommandLines.value(Manifests.container(pod).getArgs(), GRACE);
      assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThan(wanted);
    }
    assertThat(number(DROP_IN, "TimeoutStopSec=(\\d+)"))
        .isGreaterThan(seconds("etl-follow.service", GRACE));
    assertThat(number(CommandLines.COMPOSE, "stop_grace_period: (\\d+)s"))
        .isGreaterThan(seconds("docker-compose.yml", GRACE));
  }

  @Test
  void drains_have_the_time_that_they_give_themselves() {
    long hanging =
        number(
            CommandLines.DEPLOY.resolve("systemd/etl-drain.service"), "TimeoutStartSec=(\\d+)min");
    assertThat(60 * hanging).isGreaterThan(seconds("etl-drain.service", "--max-duration") + 60);
    assertThat(Manifests.drain().getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds())
        .isGreaterThan(seconds("drain.yml", "--max-duration") + 60);
  }

  @Test
  void ports_are_where_prometheus_and_the_probes_look() {
    int port = CommandLines.value(CommandLines.all().get("follow.yml"), "--metrics-port");
    assertThat(Manifests.container(Manifests.followingPod()).getPorts())
        .allMatch(named -> named.getContainerPort() == port)
        .hasSize(1);
    assertThat(CommandLines.text(CommandLines.DEPLOY.resolve("prometheus/prometheus.yml")))
        .contains("\"etl:" + port + "\"");
    assertThat(CommandLines.text(CommandLines.COMPOSE))
        .contains("ETL_METRICS_PORT: \"" + port + "\"");
    for (String exposed : List.of("follow.yml", "docker-compose.yml")) {
      String host = CommandLines.value(CommandLines.all().get(exposed), "--metrics-host");
      assertThat(host).as(exposed).isEqualTo("0.0.0.0");
    }
  }

  @Test
  void every_variable_is_known_to_the_program_or_to_what_it_uses() throws IOException {
    Set<String> named = new TreeSet<>(Manifests.settings().getData().keySet());
    for (PodSpec pod : Manifests.pods()) {
      Manifests.container(pod).getEnv().stream().map(EnvVar::getName).forEach(named::add);
    }
    named.addAll(all("(?m)^Environment=(\\w+)=", CommandLines.text(DROP_IN)));
    named.addAll(all("(?m)^ {6}([A-Z_]+):", CommandLines.text(CommandLines.COMPOSE)));
    assertThat(named).hasSizeGreaterThan(15);
    assertThat(known()).containsAll(named);
  }

  @Test
  void pods_have_room_for_the_heap() {
    long heap = number(Path.of("bin/etl"), "consume\\)\\s.* -Xmx(\\d+)m");
    for (PodSpec pod : Manifests.pods()) {
      String limit = Manifests.container(pod).getResources().getLimits().get("memory").toString();
      assertThat(Long.parseLong(limit.replace("Mi", ""))).isGreaterThanOrEqualTo(2 * heap);
    }
    assertThat(number(DROP_IN, "MemoryMax=(\\d+)M")).isGreaterThanOrEqualTo(2 * heap);
  }

  @Test
  void images_have_versions() {
    List<String> images = all("(?m)^ +image: (\\S+)", CommandLines.text(CommandLines.COMPOSE));
    // The two of the take-home exercise have one only.
    assertThat(images).hasSize(4);
    assertThat(images)
        .filteredOn(image -> !image.startsWith("fetchdocker/"))
        .allMatch(image -> image.matches(".+:v?\\d+\\.\\d+\\.\\d+"));
    for (PodSpec pod : Manifests.pods()) {
      assertThat(Manifests.container(pod).getImage()).matches(".+:\\d+\\.\\d+\\.\\d+");
    }
  }

  private static long seconds(String place, String option) {
    Duration duration = CommandLines.value(CommandLines.all().get(place), option);
    return duration.toSeconds();
  }

  private static long number(Path file, String pattern) {
    List<String> found = all(pattern, CommandLines.text(file));
    assertThat(found).as(file + ": " + pattern).hasSize(1);
    return Long.parseLong(found.get(0));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> known() throws IOException {
    Set<String> known = new TreeSet<>();
    List<SystemSetting> settings = new ArrayList<>(List.of(SdkSystemSetting.values()));
    settings.addAll(List.of(ProfileFileSystemSetting.values()));
    settings.forEach(setting -> known.add(setting.environmentVariable()));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      sources
          .filter(Files::isRegularFile)
          .forEach(
              file -> known.addAll(all("(?<=[\"=])([A-Z_]+)(?=[\" ])", CommandLines.text(file))));
    }
    return known;
  }
}
