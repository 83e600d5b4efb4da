package dev.recurrent.spark.job;

import dev.recurrent.math.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;

/** By what a model was made. */
final class Provenance {
  private Provenance() {}

  static Map<String, Object> of(int localSteps) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    Package own = Provenance.class.getPackage();
    provenance.put("recurrent", version(String.valueOf(own.getImplementationVersion())));
    provenance.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    provenance.put("java", Runtime.version().toString());
    provenance.put("architecture", System.getProperty("os.arch"));
    provenance.put("kernels", Kernels.description());
    provenance.put("localSteps", localSteps);
    return provenance;
  }

  /** Version and commit, without the placeholder that a build outside of git leaves for it. */
  private static String version(String built) {
    return built.replaceFirst("\\+\\$.*", "");
  }
}
