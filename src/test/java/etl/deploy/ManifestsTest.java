package etl.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class ManifestsTest {
  @Test
  void files_hold_what_kubernetes_and_keda_know_and_nothing_else() {
    assertThat(Manifests.settings().getApiVersion()).isEqualTo("v1");
    assertThat(Manifests.follow().getApiVersion()).isEqualTo("apps/v1");
    assertThat(Manifests.drain().getApiVersion()).isEqualTo("batch/v1");
    assertThat(Manifests.scale().apiVersion()).isEqualTo("keda.sh/v1alpha1");
    assertThat(Manifests.authentication().apiVersion()).isEqualTo("keda.sh/v1alpha1");
  }

  @ParameterizedTest
  @CsvSource({
    "readinessProbe:, readynessProbe:",
    "terminationGracePeriodSeconds:, terminationGracePeriod:",
    "periodSeconds: 10, periodSeconds: ten",
    "containerPort:, port:",
    "'kind: Deployment', 'kind: Deployment\nkind: Deployment'",
  })
  void misspelt_manifest_is_noticed(String right, String wrong) throws IOException {
    String text = Files.readString(Manifests.FOLDER.resolve("follow.yml"));
    assertThat(text).contains(right);
    String misspelt = text.replace(right, wrong);
    assertThatThrownBy(() -> StrictYaml.as(Deployment.class, StrictYaml.documents(misspelt).get(0)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void pods_run_as_nobody_in_particular_and_write_nothing_but_temporary_files() {
    for (PodSpec pod : Manifests.pods()) {
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      SecurityContext context = Manifests.container(pod).getSecurityContext();
      assertThat(context.getReadOnlyRootFilesystem()).isTrue();
      assertThat(context.getAllowPrivilegeEscalation()).isFalse();
      assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(pod.getVolumes())
          .filteredOn(volume -> volume.getName().equals("tmp"))
          .allMatch(volume -> volume.getEmptyDir() != null)
          .hasSize(1);
    }
  }

  @Test
  void services_of_the_namespace_set_no_variables() {
    assertThat(Manifests.pods())
        .extracting(PodSpec::getEnableServiceLinks)
        .isNotEmpty()
        .containsOnly(false);
  }

  @Test
  void user_of_the_pods_is_the_images() throws IOException {
    String image = Files.readString(java.nio.file.Path.of("src/main/docker/Dockerfile"));
    for (PodSpec pod : Manifests.pods()) {
      assertThat(image).contains("USER " + pod.getSecurityContext().getRunAsUser() + "\n");
    }
  }

  @Test
  void passwords_and_keys_come_from_secrets() {
    for (PodSpec pod : Manifests.pods()) {
      assertThat(Manifests.container(pod).getEnv())
          .allMatch(variable -> variable.getValueFrom().getSecretKeyRef() != null)
          .anyMatch(variable -> variable.getName().equals("PGPASSWORD"));
      VolumeMount keys = mount(pod, "keys");
      assertThat(Manifests.settings().getData().get("ETL_KEYS_FILE"))
          .startsWith(keys.getMountPath() + "/");
      assertThat(pod.getVolumes())
          .filteredOn(volume -> volume.getName().equals(keys.getName()))
          .allMatch(volume -> volume.getSecret().getDefaultMode() == 0440)
          .hasSize(1);
      assertThat(pod.getSecurityContext().getFsGroup()).isNotNull();
    }
    assertThat(Manifests.settings().getData()).doesNotContainKeys("PGPASSWORD", "ETL_KEYS");
  }

  @Test
  void pods_name_what_the_settings_make() {
    String settings = Manifests.settings().getMetadata().getName();
    for (PodSpec pod : Manifests.pods()) {
      assertThat(pod.getServiceAccountName())
          .isEqualTo(Manifests.account().getMetadata().getName());
      assertThat(Manifests.container(pod).getEnvFrom())
          .allMatch(from -> from.getConfigMapRef().getName().equals(settings))
          .hasSize(1);
    }
  }

  @Test
  void probes_ask_at_a_port_that_the_container_has() {
    var container = Manifests.container(Manifests.followingPod());
    List<Probe> probes =
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe());
    assertThat(probes)
        .extracting(probe -> probe.getHttpGet().getPort().getStrVal())
        .containsOnly(container.getPorts().get(0).getName());
    assertThat(probes)
        .extracting(probe -> probe.getHttpGet().getPath())
        .containsExactly("/healthz", "/healthz", "/readyz");
  }

  @Test
  void one_drain_at_a_time_and_none_for_ever() {
    assertThat(Manifests.drain().getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(Manifests.drain().getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds())
        .isPositive();
    assertThat(Manifests.drainingPod().getRestartPolicy()).isEqualTo("Never");
  }

  @Test
  void scaling_is_of_the_deployment_by_its_own_queue() {
    Keda.ScaledObjectSpec spec = Manifests.scale().spec();
    assertThat(spec.scaleTargetRef().name()).isEqualTo(Manifests.follow().getMetadata().getName());
    assertThat(spec.minReplicaCount()).isBetween(1, spec.maxReplicaCount());
    // The number of replicas is then not for the deployment to say.
    assertThat(Manifests.follow().getSpec().getReplicas()).isNull();
    assertThat(spec.triggers()).hasSize(1);
    Keda.Trigger trigger = spec.triggers().get(0);
    assertThat(trigger.type()).isEqualTo("aws-sqs-queue");
    assertThat(trigger.authenticationRef().name())
        .isEqualTo(Manifests.authentication().metadata().name());
    Map<String, String> settings = Manifests.settings().getData();
    assertThat(trigger.metadata())
        .containsOnlyKeys("queueURLFromEnv", "awsRegion", "queueLength")
        .containsEntry("awsRegion", settings.get("AWS_REGION"));
    assertThat(settings.get(trigger.metadata().get("queueURLFromEnv"))).startsWith("https://sqs.");
    assertThat(Integer.parseInt(trigger.metadata().get("queueLength"))).isPositive();
  }

  private static VolumeMount mount(PodSpec pod, String name) {
    return Manifests.container(pod).getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
