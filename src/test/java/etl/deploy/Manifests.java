package etl.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The manifests for Kubernetes, read into the types of its API. */
final class Manifests {
  static final Path FOLDER = Path.of("src/main/deploy/kubernetes");

  private Manifests() {}

  static ConfigMap settings() {
    return read(ConfigMap.class, "settings.yml", 0);
  }

  static ServiceAccount account() {
    return read(ServiceAccount.class, "settings.yml", 1);
  }

  static Deployment follow() {
    return read(Deployment.class, "follow.yml", 0);
  }

  static CronJob drain() {
    return read(CronJob.class, "drain.yml", 0);
  }

  static CronJob migrate() {
    return read(CronJob.class, "migrate.yml", 0);
  }

  static Keda.ScaledObject scale() {
    return read(Keda.ScaledObject.class, "scale.yml", 0);
  }

  static Keda.TriggerAuthentication authentication() {
    return read(Keda.TriggerAuthentication.class, "scale.yml", 1);
  }

  static PodSpec followingPod() {
    return follow().getSpec().getTemplate().getSpec();
  }

  static PodSpec drainingPod() {
    return drain().getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
  }

  static PodSpec migratingPod() {
    return migrate().getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
  }

  /** Those that consume. */
  static List<PodSpec> pods() {
    return List.of(followingPod(), drainingPod());
  }

  static Container container(PodSpec pod) {
    return pod.getContainers().get(0);
  }

  private static <T> T read(Class<T> type, String file, int place) {
    JsonNode document = StrictYaml.documents(FOLDER.resolve(file)).get(place);
    if (!document.get("kind").asString().equals(type.getSimpleName())) {
      throw new IllegalStateException(file + " has no " + type.getSimpleName());
    }
    return StrictYaml.as(type, document);
  }
}
