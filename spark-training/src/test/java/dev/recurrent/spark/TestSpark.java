package dev.recurrent.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The one session of a test JVM: two tasks beside one another. */
public final class TestSpark {
  private TestSpark() {}

  public static SparkSession session() {
    return SparkSession.builder()
        .config(
            new SparkConf()
                .setAppName("tests")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.log.level", "ERROR")
                .set("spark.sql.shuffle.partitions", "2"))
        .getOrCreate();
  }

  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }
}
