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
  @SuppressWarnings("unchecked")
  LakeSession(Path folder) throws ReflectiveOperationException {
    Function1<SparkSessionExtensions, BoxedUnit> delta =
        (Function1<SparkSessionExtensions, BoxedUnit>)
            Class.forName("io.delta.sql.DeltaSparkSessionExtension")
                .getDeclaredConstructor()
                .newInstance();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    lake =
        SparkSession.builder()
            .withExtensions(delta)
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
