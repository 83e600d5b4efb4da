package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.keras.KerasExporter;
import dev.recurrent.interop.keras.KerasImporter;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Keras's three textbook programs come in, train on Spark and go out again. */
class KerasOnSparkTest {
  private static final int STEPS = 5;

  private static byte[] archive(SequencePredictor model) {
    Map<String, byte[]> files = new LinkedHashMap<>(model.files());
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return new KerasExporter().files(ModelDirectory.of(files, "model"), false).get("model.keras");
  }

  private static SequencePredictor read(byte[] archive) {
    return new KerasImporter().read(archive, "model.keras", ImportSettings.defaults());
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble();
    }
    return numbers;
  }

  /** Twenty sequences; the label is a class where there is one a step, else an array. */
  private static SequenceData data(SparkSession spark, SequenceModel model) {
    SplittableRandom random = new SplittableRandom(3);
    boolean eachStep = model.output().eachStep();
    int columns = model.output().columns();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      float[] whole = random(random, columns);
      for (int t = 0; t < STEPS; t++) {
        float[] label = eachStep ? new float[] {random.nextInt(columns)} : whole;
        float[] read = random(random, model.input().features());
        rows.add(RowFactory.create("s" + i, t, read, label));
      }
    }
    StructType schema =
        new StructType()
            .add("sequence", DataTypes.StringType)
            .add("step", DataTypes.IntegerType)
            .add("x", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("y", DataTypes.createArrayType(DataTypes.FloatType, false));
    SequenceData data =
        SequenceData.of(spark.createDataFrame(rows, schema))
            .sequence("sequence")
            .orderBy("step")
            .features("x")
            .holdOut(0.2, 1);
    return eachStep ? data.labels("y") : data.label("y");
  }

  private static void requireAround(SequenceModel model, int parameters) throws Exception {
    float[] fresh = new float[model.layout().size()];
    model.initialize(fresh, 9);
    assertEquals(parameters, fresh.length);
    SequencePredictor imported = read(archive(new SequencePredictor(model, fresh)));
    assertEquals(model, imported.model());
    SparkSession spark = TestSpark.session();
    TrainedModel trained =
        SparkTraining.of(imported.model())
            .initialParameters(imported.parameters())
            .shards(2)
            .epochs(1)
            .batchSize(4)
            .localSteps(1)
            .fit(spark, data(spark, model));
    assertFalse(Arrays.equals(fresh, trained.parameters()), "it has trained");
    SequencePredictor again = read(archive(new SequencePredictor(model, trained.parameters())));
    assertArrayEquals(trained.parameters(), again.parameters());
    Sequence one = new Sequence(2, new float[2 * model.input().features()], null, null, 1, null);
    float[][] expected = new SequencePredictor(model, trained.parameters()).predict(one);
    assertArrayEquals(expected, again.predict(one));
  }

  @Test
  void twoLstmsAndADense() throws Exception {
    requireAround(
        SequenceModel.input(1)
            .recurrent(CellType.LSTM, 50)
            .recurrent(CellType.LSTM, 50)
            .pool(Pooling.LAST)
            .dense(1),
        30_651);
  }

  @Test
  void theEncoder() throws Exception {
    requireAround(
        SequenceModel.input(100).recurrent(CellType.LSTM, 128).pool(Pooling.LAST), 117_248);
  }

  @Test
  void theDecoder() throws Exception {
    requireAround(
        SequenceModel.input(100)
            .recurrent(CellType.LSTM, 128)
            .dense(100)
            .loss(new SoftmaxCrossEntropy()),
        130_148);
  }
}
