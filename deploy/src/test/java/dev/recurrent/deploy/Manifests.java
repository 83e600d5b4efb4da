package dev.recurrent.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the manifests of deploy/kubernetes and refuses fields that Kubernetes, or the operator for
 * Spark (v1beta2), does not know.
 */
final class Manifests {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1 ServiceAccount",
          ServiceAccount.class,
          "v1 ConfigMap",
          ConfigMap.class,
          "v1 Pod",
          Pod.class,
          "batch/v1 CronJob",
          CronJob.class,
          "rbac.authorization.k8s.io/v1 Role",
          Role.class,
          "rbac.authorization.k8s.io/v1 RoleBinding",
          RoleBinding.class);

  private static final Set<String> APPLICATION =
      Set.of(
          ("type mode image imagePullPolicy imagePullSecrets sparkVersion mainClass"
                  + " mainApplicationFile arguments sparkConf hadoopConf driver executor volumes"
                  + " restartPolicy timeToLiveSeconds")
              .split(" "));
  private static final Set<String> POD =
      Set.of(
          ("cores coreLimit memory memoryOverhead serviceAccount labels javaOptions env"
                  + " podSecurityContext securityContext configMaps secrets volumeMounts instances")
              .split(" "));
  private static final Set<String> RESTART =
      Set.of(
          ("type onFailureRetries onFailureRetryInterval onSubmissionFailureRetries"
                  + " onSubmissionFailureRetryInterval")
              .split(" "));
  private static final Set<String> SCHEDULE =
      Set.of(
          ("schedule concurrencyPolicy suspend successfulRunHistoryLimit failedRunHistoryLimit"
                  + " template")
              .split(" "));

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new KnownFieldsOnly());

  private Manifests() {}

  /** The models would keep unknown fields in a map of their own. */
  private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CommandCheck.DEPLOY.resolve("kubernetes"))) {
      return files.sorted().toList();
    }
  }

  static List<JsonNode> all() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : files()) {
      all.addAll(documents(Files.readString(file)));
    }
    return all;
  }

  /** What of one kind there is. */
  static List<JsonNode> of(String kind) throws IOException {
    return all().stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  /** Aliases of YAML become what they stand for, as with kubectl. */
  static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    var settings = new org.yaml.snakeyaml.LoaderOptions();
    settings.setAllowDuplicateKeys(false);
    for (Object one : new org.yaml.snakeyaml.Yaml(settings).loadAll(text)) {
      documents.add(json.valueToTree(one));
    }
    return documents;
  }

  /**
   * @throws IOException for a field that is not known or has a value of another type
   * @throws IllegalArgumentException for an unknown kind, or an unknown field of the operator's
   */
  static void requireKnown(JsonNode manifest) throws IOException {
    String kind = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
    JsonNode spec = manifest.path("spec");
    switch (kind) {
      case "sparkoperator.k8s.io/v1beta2 SparkApplication" -> requireApplication(spec);
      case "sparkoperator.k8s.io/v1beta2 ScheduledSparkApplication" -> {
        requireFields(spec, SCHEDULE);
        requireApplication(spec.path("template"));
      }
      default -> {
        Class<?> type = KINDS.get(kind);
        if (type == null) {
          throw new IllegalArgumentException("unknown kind " + kind);
        }
        requireType(manifest, type);
        return;
      }
    }
    requireFields(manifest, Set.of("apiVersion", "kind", "metadata", "spec"));
    requireType(manifest.path("metadata"), ObjectMeta.class);
  }

  private static void requireApplication(JsonNode spec) throws IOException {
    requireFields(spec, APPLICATION);
    requireFields(spec.path("restartPolicy"), RESTART);
    for (String pod : List.of("driver", "executor")) {
      JsonNode given = spec.path(pod);
      requireFields(given, POD);
      requireType(given.path("podSecurityContext"), PodSecurityContext.class);
      requireType(given.path("securityContext"), SecurityContext.class);
      for (JsonNode one : given.path("env")) {
        requireType(one, EnvVar.class);
      }
      for (JsonNode one : given.path("volumeMounts")) {
        requireType(one, VolumeMount.class);
      }
    }
    for (JsonNode one : spec.path("volumes")) {
      requireType(one, Volume.class);
    }
  }

  private static void requireType(JsonNode node, Class<?> type) throws IOException {
    YAML.treeToValue(node, type);
  }

  private static void requireFields(JsonNode node, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown field " + name + " in " + node);
              }
            });
  }
}
