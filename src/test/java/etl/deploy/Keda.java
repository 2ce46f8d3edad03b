package etl.deploy;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What KEDA's API knows, as far as the deployment files are concerned. */
final class Keda {
  private Keda() {}

  record Metadata(String name) {}

  record Reference(String name) {
    Reference {
      Objects.requireNonNull(name, "name");
    }
  }

  record ScaledObject(String apiVersion, String kind, Metadata metadata, ScaledObjectSpec spec) {}

  record ScaledObjectSpec(
      Reference scaleTargetRef,
      Integer minReplicaCount,
      Integer maxReplicaCount,
      Integer pollingInterval,
      Integer cooldownPeriod,
      List<Trigger> triggers) {}

  /** The values of the metadata are texts, numbers too. */
  record Trigger(String type, Reference authenticationRef, Map<String, String> metadata) {}

  record TriggerAuthentication(
      String apiVersion, String kind, Metadata metadata, TriggerAuthenticationSpec spec) {}

  record TriggerAuthenticationSpec(PodIdentity podIdentity) {}

  record PodIdentity(String provider) {}
}
