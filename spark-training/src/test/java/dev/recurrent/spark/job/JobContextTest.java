package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What executors are told, whoever submits the job. */
class JobContextTest {
  private static final String KEY = "spark.executor.extraJavaOptions";

  private static String executorOptions(Map<String, String> conf) {
    CommonOptions options = new CommonOptions();
    options.conf.putAll(conf);
    return new JobContext("selftest", options, Map.of()).settingsOfSpark().get(KEY);
  }

  @Test
  void executorsComputeOnVectorsWithoutSpilling() {
    assertEquals(
        "--add-modules=jdk.incubator.vector -XX:-UseFPUForSpilling", executorOptions(Map.of()));
  }

  @Test
  void theUsersOptionsStay() {
    assertEquals(
        "-XX:+UseFPUForSpilling -Xss4m --add-modules=jdk.incubator.vector",
        executorOptions(Map.of(KEY, "-XX:+UseFPUForSpilling -Xss4m")));
  }
}
