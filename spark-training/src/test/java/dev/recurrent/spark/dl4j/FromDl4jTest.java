package dev.recurrent.spark.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Sequence;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The two programs of docs/from-dl4j.md are there word by word, and learn the same task. */
class FromDl4jTest {
  private static final int LONGEST = 60;
  private static final String HERE = "src/test/java/dev/recurrent/spark/dl4j/";

  @TempDir Path folder;

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** Visits of those who leave get shorter. */
  private static List<Row> visits() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 64; user++) {
      int left = user % 2;
      for (int day = 0; day < 5; day++) {
        float trend = left == 1 ? 1f - day / 5f : day / 5f;
        Float[] features = {trend + (float) random.nextDouble() / 4, day == 0 ? 1f : 0f};
        rows.add(RowFactory.create("u" + user, day, features, left));
      }
    }
    return rows;
  }

  private SparkSession writtenVisits() {
    SparkSession spark = TestSpark.session();
    StructType schema = StructType.fromDDL("user string, day int, features array<float>, left int");
    spark.createDataFrame(visits(), schema).write().parquet(at("visits"));
    return spark;
  }

  private static void assertLearned(SequencePredictor predictor) {
    int right = 0;
    List<Row> rows = visits();
    for (int user = 0; user < 64; user++) {
      float[] features = new float[10];
      for (int i = 0; i < 10; i++) {
        features[i] = ((Float[]) rows.get(5 * user + i / 2).get(2))[i % 2];
      }
      float leaves = predictor.predict(new Sequence(5, features, null, null, 1f, null))[0][0];
      right += (leaves > 0.5) == (user % 2 == 1) ? 1 : 0;
    }
    assertTrue(right > 57, right + " of 64");
  }

  @Test
  void thePageHasBothProgramsWordByWord() throws IOException {
    String page = Files.readString(Path.of("../docs/from-dl4j.md"));
    for (String name : List.of("ChurnWithDl4j", "ChurnWithRecurrent")) {
      String program = Files.readString(Path.of(HERE + name + ".java"));
      assertTrue(program.lines().count() <= LONGEST, name);
      assertTrue(page.contains(program.substring(program.indexOf("import "))), name);
    }
  }

  @Test
  void theProgramHereLearnsTheTask() throws Exception {
    writtenVisits();
    ChurnWithRecurrent.main(new String[] {at("visits"), at("model")});
    TrainedModel trained = TrainedModel.load(at("model"));
    assertLearned(new SequencePredictor(trained.model(), trained.parameters()));
  }

  @Test
  @EnabledIf("dev.recurrent.spark.dl4j.NativeBackend#isThere")
  void dl4jsProgramLearnsItAndGoesOnHere() throws Exception {
    SparkSession spark = writtenVisits();
    ChurnWithDl4j.main(new String[] {at("visits"), at("model.zip")});
    SequencePredictor begun =
        Dl4jModels.predictor(MultiLayerNetwork.load(new File(at("model.zip")), false));
    assertLearned(begun);
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(2, 1)
            .batchSizePerWorker(16)
            .averagingFrequency(2)
            .saveUpdater(true)
            .build();
    TrainedModel trained =
        TrainingMasterConfig.of(master)
            .applyTo(SparkTraining.of(begun.model()))
            .initialParameters(begun.parameters())
            .epochs(1)
            .fit(
                spark,
                SequenceData.of(spark.read().parquet(at("visits")))
                    .sequence("user")
                    .orderBy("day")
                    .features("features")
                    .label("left"));
    SequencePredictor more = new SequencePredictor(trained.model(), trained.parameters());
    assertLearned(more);
    assertEquals(more.model(), Dl4jModels.predictor(Dl4jModels.network(more)).model());
  }
}
