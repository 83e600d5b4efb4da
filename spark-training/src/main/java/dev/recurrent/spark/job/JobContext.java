package dev.recurrent.spark.job;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What a job works with: the effective settings, and a Spark session where it asks for one. */
public final class JobContext implements AutoCloseable {
  private final String name;
  private final CommonOptions options;
  private final Map<String, String> settings;
  private @Nullable SparkSession session;

  JobContext(String name, CommonOptions options, Map<String, String> settings) {
    this.name = name;
    this.options = options;
    this.settings = settings;
  }

  /** Every option's effective value by its name without dashes. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The session, opened at the first call; spark-submit's settings win over ours. */
  public SparkSession session() {
    if (session == null) {
      session = SparkSession.builder().config(settingsOfSpark()).getOrCreate();
    }
    return session;
  }

  /** What the session is opened with. */
  SparkConf settingsOfSpark() {
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "recurrent " + name);
    // spark-submit says local[*] where nobody has said anything.
    if (options.master != null && conf.get("spark.master", "local[*]").equals("local[*]")) {
      conf.set("spark.master", options.master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    options.conf.forEach(conf::set);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.task.maxFailures", "8");
    // The plan refuses what the driver's heap cannot hold; Spark's own limit of 1 GB knows no plan.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    addExecutorOption(conf, "jdk.incubator.vector", "--add-modules=jdk.incubator.vector");
    addExecutorOption(conf, "UseFPUForSpilling", "-XX:-UseFPUForSpilling");
    return conf;
  }

  /** Executors need what the script passes to the driver; options already there are kept. */
  private static void addExecutorOption(SparkConf conf, String name, String option) {
    String key = "spark.executor.extraJavaOptions";
    String java = conf.get(key, "");
    if (!java.contains(name)) {
      conf.set(key, (java + " " + option).trim());
    }
  }

  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  /**
   * Hadoop's configuration with Spark's {@code spark.hadoop.*}, whether a session is open or not.
   */
  public Configuration hadoop() {
    return session == null
        ? SparkHadoopUtil.get().newConfiguration(settingsOfSpark())
        : spark().hadoopConfiguration();
  }

  /** Uses a session that somebody else opened and will close. */
  JobContext withSession(SparkSession shared) {
    session = shared;
    return this;
  }

  @Override
  public void close() {
    if (session != null) {
      session.stop();
    }
  }
}
