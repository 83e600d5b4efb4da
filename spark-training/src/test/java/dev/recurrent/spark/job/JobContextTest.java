package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What executors are told, whoever submits the job. */
class JobContextTest {
  private static final String KEY = "spark.executor.extraJavaOptions";

  private static SparkConf settings(String master, Map<String, String> conf) {
    CommonOptions options = new CommonOptions();
    options.master = master;
    options.conf.putAll(conf);
    return new JobContext("selftest", options, EffectiveOptions.none(), Console.silent())
        .settingsOfSpark();
  }

  private static String executorOptions(Map<String, String> conf) {
    return settings("local[2]", conf).get(KEY);
  }

  @Test
  void executorsComputeOnVectorsWithoutSpilling() {
    assertEquals(
        "--add-modules=jdk.incubator.vector -XX:-UseFPUForSpilling", executorOptions(Map.of()));
  }

  @Test
  void aDriverWithoutOpenedPackagesIsWrongUsageAndTheSettingIsNamed() {
    // Nothing is opened to the module of SQL, as nothing is to Spark in a driver of a worker.
    JobException closed =
        assertThrows(
            JobException.class, () -> OpenedPackages.require(java.sql.Date.class.getModule()));
    assertEquals(ExitCode.USAGE, closed.code());
    String message = String.valueOf(closed.getMessage());
    assertTrue(message.contains("--add-opens=java.base/java.lang=ALL-UNNAMED and 4 more"), message);
    assertTrue(message.contains("spark.driver.extraJavaOptions"), message);
    OpenedPackages.require(JobContextTest.class.getModule());
  }

  @Test
  void theUsersOptionsStay() {
    assertEquals(
        "-XX:+UseFPUForSpilling -Xss4m --add-modules=jdk.incubator.vector",
        executorOptions(Map.of(KEY, "-XX:+UseFPUForSpilling -Xss4m")));
  }

  @Test
  void aMasterThatDoesNotAnswerMayAnswerLater() {
    JobException e =
        assertThrows(
            JobException.class,
            () -> JobContext.requireRegistered("spark://127.0.0.1:1", "spark-application-1"));
    assertEquals(ExitCode.FAILED, e.code());
    assertTrue(e.getMessage().contains("spark://127.0.0.1:1 does not answer"), e.getMessage());
    JobContext.requireRegistered("spark://host:7077", "app-20260101000000-0000");
    JobContext.requireRegistered("local[2]", "local-1");
    JobContext.requireRegistered("yarn", "application_1_2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local[2]",
        "local[*]",
        "local[2,4]",
        "local-cluster[2,1,1024]",
        "yarn",
        "spark://a:1",
        "k8s://https://a:1",
        "own://x"
      })
  void aMasterOfAnyClusterIsTaken(String master) {
    assertEquals(master, settings(master, Map.of()).get("spark.master"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "local[x]", "spark://", "localhost:7077", "yarn-x"})
  void aMasterThatIsNoneIsUsage(String master) {
    JobException e = assertThrows(JobException.class, () -> settings(master, Map.of()));
    assertEquals(ExitCode.USAGE, e.code());
    assertTrue(e.getMessage().startsWith("--master is \"" + master + "\""), e.getMessage());
  }

  @Test
  void sparksPagesAreLeftOutOnlyWhereTheMasterIsLocal() {
    String ui = "spark.ui.enabled";
    assertEquals("false", settings("local[2]", Map.of()).get(ui));
    assertFalse(settings("spark://somewhere:7077", Map.of()).contains(ui));
    assertFalse(settings("yarn", Map.of()).contains(ui));
    assertEquals("true", settings("local[2]", Map.of(ui, "true")).get(ui));
  }
}
