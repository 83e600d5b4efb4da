package dev.recurrent.spark.table;

import dev.recurrent.spark.TestSpark;
import io.delta.sql.DeltaSparkSessionExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A second session on the context of the tests: a catalog {@code lake} of Iceberg, and Delta in
 * Spark's own.
 */
public final class LakeSession implements AutoCloseable {
  private final SparkSession plain = TestSpark.session();
  private final SparkSession lake;

  /** From now on it is the default session, also that of {@link TestSpark}. */
  public LakeSession(Path folder) {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    lake =
        SparkSession.builder()
            .withExtensions(new DeltaSparkSessionExtension())
            .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.lake.type", "hadoop")
            .config("spark.sql.catalog.lake.warehouse", folder.resolve("lake").toUri().toString())
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  public SparkSession lake() {
    return lake;
  }

  /** The session of all other tests. */
  public SparkSession plain() {
    return plain;
  }

  /** Lets the tests' session be the default again. */
  @Override
  public void close() {
    SparkSession.clearActiveSession();
    SparkSession.setDefaultSession(plain);
  }
}
