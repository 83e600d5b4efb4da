package dev.recurrent.deploy;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What {@link RecordsForSpark} has to find, and one method that it must not. */
@SuppressWarnings("unused")
class PlantedRecords {
  record Pair(int a, int b) {}

  @Nullable JavaRDD<List<Pair>> field;
  @Nullable Broadcast<Pair[]> shared;

  @Nullable JavaPairRDD<String, Pair> pairs() {
    return null;
  }

  void takes(JavaRDD<Tuple2<Integer, Pair>> rdd) {}

  @Nullable Dataset<Pair> fine(JavaRDD<String> names, List<Pair> pairs) {
    return null;
  }
}
