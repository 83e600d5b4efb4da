package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manifests of deploy/kubernetes: what Kubernetes takes, and what an owner may rely on. */
class ManifestsTest {
  private static final String IMAGE = "registry.example.com/recurrent:0.1.0";

  @Test
  void everyFieldIsOneThatKubernetesOrTheOperatorKnows() throws IOException {
    List<JsonNode> all = Manifests.all();
    assertEquals(
        Set.of(
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "CronJob",
            "ConfigMap",
            "SparkApplication",
            "ScheduledSparkApplication"),
        all.stream().map(one -> one.path("kind").asText()).collect(Collectors.toSet()));
    for (JsonNode manifest : all) {
      Manifests.requireKnown(manifest);
    }
    Manifests.requireKnown(executorPod());
  }

  @Test
  void aMisspeltFieldWouldBeSeen() throws IOException {
    for (Path file : Manifests.files()) {
      String text = Files.readString(file);
      for (String field :
          List.of(
              "metadata:", "restartPolicy:", "readOnlyRootFilesystem:", "emptyDir:", "verbs:")) {
        if (text.contains(field)) {
          String wrong = text.replace(field, "x" + field);
          assertThrows(
              Exception.class,
              () -> {
                for (JsonNode manifest : Manifests.documents(wrong)) {
                  Manifests.requireKnown(manifest);
                  if (manifest.path("kind").asText().equals("ConfigMap")) {
                    Manifests.requireKnown(executorPod(manifest));
                  }
                }
              },
              file + " " + field);
        }
      }
    }
  }

  @Test
  void theCommandsAreTakenByTheJar() throws IOException {
    List<List<String>> commands = new ArrayList<>();
    for (JsonNode application : applications()) {
      assertEquals("dev.recurrent.deploy.Recurrent", application.path("mainClass").asText());
      List<String> words = new ArrayList<>();
      application.path("arguments").forEach(word -> words.add(word.asText()));
      commands.add(words);
    }
    String script = container().path("args").path(0).asText().replace("\\\n", " ");
    String command = script.substring(script.indexOf("recurrent.jar") + "recurrent.jar".length());
    commands.add(Arrays.asList(command.replace("\"", "").trim().split("\\s+")));
    String conf = CommandCheck.DEPLOY.resolve("conf").toUri().toString();
    for (List<String> words : commands) {
      CommandCheck.requireTaken(
          words.stream().map(word -> word.replace("file:///etc/recurrent/", conf)).toList());
    }
  }

  @Test
  void aCronJobsDateIsTheScheduledDayAlsoForARetryAfterMidnight() throws Exception {
    String line =
        container().path("args").path(0).asText().lines().findFirst().orElseThrow()
            + "; printf %s \"$day\"";
    assertTrue(line.startsWith("day="), line);
    // 2026-01-31 23:59 UTC.
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", line);
    builder.environment().put("JOB_NAME", "recurrent-forecasts-29498399");
    Process process = builder.redirectErrorStream(true).start();
    String day = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("2026-01-31", day);
  }

  @Test
  void twoRunsNeverOverlap() throws IOException {
    for (String kind : List.of("CronJob", "ScheduledSparkApplication")) {
      for (JsonNode manifest : Manifests.of(kind)) {
        assertEquals("Forbid", manifest.path("spec").path("concurrencyPolicy").asText(), kind);
      }
    }
  }

  @Test
  void onlyWhatMayPassByItselfIsTriedAgain() throws IOException {
    JsonNode rule = Manifests.of("CronJob").get(0).path("spec").path("jobTemplate").path("spec");
    JsonNode codes = rule.path("podFailurePolicy").path("rules").path(0).path("onExitCodes");
    assertEquals("[2,3,4,5]", codes.path("values").toString());
    assertEquals(container().path("name").asText(), codes.path("containerName").asText());
    assertEquals("Never", podSpec().path("restartPolicy").asText());
  }

  @Test
  void everyContainerIsConfined() throws IOException {
    List<JsonNode> pods = new ArrayList<>(List.of(podSpec(), executorPod().path("spec")));
    List<JsonNode> containers = new ArrayList<>();
    pods.forEach(pod -> containers.add(pod.path("containers").path(0)));
    List<JsonNode> contexts = new ArrayList<>();
    pods.forEach(pod -> contexts.add(pod.path("securityContext")));
    for (JsonNode application : applications()) {
      for (String part : List.of("driver", "executor")) {
        containers.add(application.path(part));
        contexts.add(application.path(part).path("podSecurityContext"));
      }
    }
    for (JsonNode context : contexts) {
      assertTrue(context.path("runAsNonRoot").asBoolean(), context.toString());
      assertEquals(185, context.path("runAsUser").asInt());
      assertEquals("RuntimeDefault", context.path("seccompProfile").path("type").asText());
    }
    for (JsonNode container : containers) {
      JsonNode context = container.path("securityContext");
      assertTrue(context.path("readOnlyRootFilesystem").asBoolean(), context.toString());
      assertEquals("false", context.path("allowPrivilegeEscalation").toString());
      assertEquals("[\"ALL\"]", context.path("capabilities").path("drop").toString());
      assertTrue(mounts(container).contains("/tmp"), container.toString());
    }
  }

  @Test
  void memoryAndCoresHaveLimits() throws IOException {
    JsonNode resources = container().path("resources");
    assertEquals(resources.path("requests"), resources.path("limits"));
    assertTrue(resources.path("limits").has("memory") && resources.path("limits").has("cpu"));
    for (JsonNode application : applications()) {
      for (String part : List.of("driver", "executor")) {
        for (String field : List.of("cores", "coreLimit", "memory", "memoryOverhead")) {
          assertTrue(application.path(part).has(field), part + " " + field);
        }
      }
    }
  }

  @Test
  void everyMountHasItsVolumeAndEveryVolumeItsMount() throws IOException {
    List<JsonNode> pods = List.of(podSpec(), executorPod().path("spec"));
    for (JsonNode pod : pods) {
      assertEquals(
          names(pod.path("volumes")), names(pod.path("containers").path(0).path("volumeMounts")));
    }
    for (JsonNode application : applications()) {
      for (String part : List.of("driver", "executor")) {
        assertEquals(
            names(application.path("volumes")), names(application.path(part).path("volumeMounts")));
      }
    }
  }

  @Test
  void secretsAreFilesAndNeverSettings() throws IOException {
    for (JsonNode application : applications()) {
      for (String part : List.of("driver", "executor")) {
        JsonNode secret = application.path(part).path("secrets").path(0);
        assertEquals("/etc/secrets", secret.path("path").asText());
        assertFalse(application.path(part).path("env").toString().contains("secretKeyRef"));
      }
    }
    for (Path file : Manifests.files()) {
      String text = Files.readString(file).toLowerCase(Locale.ROOT);
      for (String setting :
          List.of("access.key", "secret.key", "secretkeyref", "password=", "token=")) {
        assertFalse(text.contains(setting), file + " has " + setting);
      }
    }
  }

  @Test
  void theDriverHasNoMoreRightsThanSparkUses() throws IOException {
    assertEquals(1, Manifests.of("Role").size());
    for (JsonNode rule : Manifests.of("Role").get(0).path("rules")) {
      for (JsonNode resource : rule.path("resources")) {
        assertTrue(
            Set.of("pods", "configmaps", "services", "persistentvolumeclaims")
                .contains(resource.asText()),
            resource.asText());
      }
      assertFalse(rule.toString().contains("*"), rule.toString());
    }
    Set<String> accounts = new TreeSet<>();
    for (JsonNode account : Manifests.of("ServiceAccount")) {
      accounts.add(account.path("metadata").path("name").asText());
      if (account.path("metadata").path("name").asText().endsWith("executor")) {
        assertEquals("false", account.path("automountServiceAccountToken").toString());
      }
    }
    assertEquals(Set.of("recurrent-driver", "recurrent-executor"), accounts);
    JsonNode bound = Manifests.of("RoleBinding").get(0).path("subjects");
    assertEquals(1, bound.size());
    assertEquals("recurrent-driver", bound.path(0).path("name").asText());
    assertEquals("recurrent-driver", podSpec().path("serviceAccountName").asText());
    assertEquals(
        "recurrent-executor", executorPod().path("spec").path("serviceAccountName").asText());
    for (JsonNode application : applications()) {
      assertEquals("recurrent-driver", application.path("driver").path("serviceAccount").asText());
      assertEquals(
          "recurrent-executor", application.path("executor").path("serviceAccount").asText());
    }
  }

  @Test
  void allNameOneImageAndTheBuildsSpark() throws IOException {
    assertEquals(IMAGE, container().path("image").asText());
    String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    assumeTrue(spark.startsWith("3."), "the manifests are of the default build");
    for (JsonNode application : applications()) {
      assertEquals(IMAGE, application.path("image").asText());
      assertEquals(spark, application.path("sparkVersion").asText());
      assertEquals(
          "local:///opt/recurrent/recurrent.jar", application.path("mainApplicationFile").asText());
    }
  }

  private static List<JsonNode> applications() throws IOException {
    List<JsonNode> applications = new ArrayList<>();
    Manifests.of("SparkApplication").forEach(one -> applications.add(one.path("spec")));
    Manifests.of("ScheduledSparkApplication")
        .forEach(one -> applications.add(one.path("spec").path("template")));
    assertEquals(2, applications.size());
    return applications;
  }

  private static JsonNode podSpec() throws IOException {
    JsonNode job = Manifests.of("CronJob").get(0).path("spec").path("jobTemplate").path("spec");
    return job.path("template").path("spec");
  }

  private static JsonNode container() throws IOException {
    return podSpec().path("containers").path(0);
  }

  private static JsonNode executorPod() throws IOException {
    return executorPod(Manifests.of("ConfigMap").get(0));
  }

  private static JsonNode executorPod(JsonNode configMap) throws IOException {
    return Manifests.documents(configMap.path("data").path("executor.yaml").asText()).get(0);
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  private static List<String> mounts(JsonNode container) {
    List<String> places = new ArrayList<>();
    container.path("volumeMounts").forEach(one -> places.add(one.path("mountPath").asText()));
    return places;
  }
}
