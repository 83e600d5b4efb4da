package dev.recurrent.deploy;

import dev.recurrent.spark.TestSpark;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * A second session on the context of the tests: a catalog {@code lake} of Iceberg, and Delta in
 * Spark's own.
 */
final class LakeSession implements AutoCloseable {
  private final SparkSession plain = TestSpark.session();
  private final SparkSession lake;

  /** From now on it is the default session, also that of {@link TestSpark}. */
  LakeSession(Path folder) throws ReflectiveOperationException {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    lake =
        SparkSession.builder()
            .withExtensions(extensions("io.delta.sql.DeltaSparkSessionExtension"))
            .withExtensions(
                extensions("org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"))
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

  @SuppressWarnings("unchecked")
  private static Function1<SparkSessionExtensions, BoxedUnit> extensions(String name)
      throws ReflectiveOperationException {
    return (Function1<SparkSessionExtensions, BoxedUnit>)
        Class.forName(name).getDeclaredConstructor().newInstance();
  }

  SparkSession lake() {
    return lake;
  }

  /** The session of all other tests. */
  SparkSession plain() {
    return plain;
  }

  /** Lets the tests' session be the default again. */
  @Override
  public void close() {
    SparkSession.clearActiveSession();
    SparkSession.setDefaultSession(plain);
  }
}
