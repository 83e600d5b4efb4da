package dev.recurrent.benchmark;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of Spark that measures the heap of the driver and of each executor while any job runs.
 * {@code spark.recurrent.heapPeaks} names the directory of its files.
 */
public final class HeapPeaks implements SparkPlugin {
  private static final String DIRECTORY = "spark.recurrent.heapPeaks";

  private static HeapSampler begin(SparkConf conf, String process) {
    return HeapSampler.begin(Path.of(conf.get(DIRECTORY)).resolve(process));
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      private @Nullable HeapSampler sampler;

      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        sampler = begin(context.conf(), "driver");
        return Map.of();
      }

      @Override
      public void shutdown() {
        HeapPeaks.end(sampler);
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      private @Nullable HeapSampler sampler;

      @Override
      public void init(PluginContext context, Map<String, String> more) {
        sampler = begin(context.conf(), "executor-" + context.executorID());
      }

      @Override
      public void shutdown() {
        HeapPeaks.end(sampler);
      }
    };
  }

  private static void end(@Nullable HeapSampler sampler) {
    if (sampler != null) {
      sampler.close();
    }
  }
}
