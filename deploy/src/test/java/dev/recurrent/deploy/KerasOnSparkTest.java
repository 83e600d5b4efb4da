package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.keras.KerasExporter;
import dev.recurrent.interop.keras.KerasH5Exporter;
import dev.recurrent.interop.keras.KerasImporter;
import dev.recurrent.interop.pytorch.PytorchExporter;
import dev.recurrent.interop.pytorch.PytorchImporter;
import dev.recurrent.nn.Pooling;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keras's three textbook programs, as Keras writes their files (scripts/golden/keras_files.py):
 * they come in, train on Spark and go out again.
 */
class KerasOnSparkTest {
  private static final Path FILES = Path.of("../core/src/test/resources/golden/keras");

  private static String oneHot(String place) {
    return "transform(sequence(0, 99), i -> float(i = (" + place + ") % 5))";
  }

  private static ModelDirectory directory(SequencePredictor model) {
    Map<String, byte[]> files = new LinkedHashMap<>(model.files());
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(files, "model");
  }

  private static SequencePredictor keras(byte[] file) {
    return new KerasImporter().read(file, "file", ImportSettings.defaults());
  }

  /** Twenty sequences that each model can learn. */
  private static SequenceData data(SparkSession spark, SequenceModel model) {
    boolean stacked = model.input().features() == 1;
    String read = stacked ? "array(float(sin((id + t) / 7)))" : oneHot("id + t");
    int outputs = model.output().columns();
    String write =
        model.output().eachStep()
            ? "array(float(id % 5))"
            : "transform(sequence(1, " + outputs + "), i -> float(0.5))";
    String source = "transform(sequence(0, int(id % 3)), s -> " + oneHot("id + s") + ")";
    Dataset<Row> table =
        spark
            .range(0, 20, 1, 1)
            .selectExpr("id", "explode(sequence(0, " + (stacked ? 99 : 2) + ")) as t")
            .selectExpr(
                "id as sequence",
                "t as step",
                read + " as x",
                write + " as y",
                source + " as source");
    SequenceData data = SequenceData.of(table).features("x").holdOut(0.2, 1);
    SequenceData labelled = model.output().eachStep() ? data.labels("y") : data.label("y");
    return model.encoder() == null ? labelled : labelled.sourceFeatures("source");
  }

  private static Sequence example(SequenceModel model) {
    float[] numbers = new float[3 * model.input().features()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) Math.sin(i);
    }
    Sequence source = model.encoder() == null ? null : example(model.encoder());
    return new Sequence(3, numbers, null, null, 1, source);
  }

  @ParameterizedTest
  @CsvSource({"stacked, 30651, LAST", "encoder, 117248, LAST", "translator, 247396,"})
  void comesInTrainsAndGoesOutAgain(String name, int parameters, @Nullable Pooling pooling)
      throws Exception {
    SequencePredictor begun =
        keras(Files.readAllBytes(FILES.resolve("textbook-" + name + ".keras")));
    SequenceModel model = begun.model();
    assertEquals(parameters, begun.parameters().length);
    List<Double> losses = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void round(RoundReport report, @Nullable Double score, @Nullable Double best) {
            if (report.validation() != null) {
              losses.add(report.validation());
            }
          }
        };
    SparkSession spark = TestSpark.session();
    TrainedModel trained =
        SparkTraining.of(model)
            .initialParameters(begun.parameters())
            .shards(2)
            .epochs(3)
            .batchSize(4)
            .localSteps(2)
            .optimizer(Adam.defaults(), 0.01f)
            .listener(listener)
            .fit(spark, data(spark, model));
    assertTrue(losses.get(losses.size() - 1) < 0.9 * losses.get(0), "losses are " + losses);

    SequencePredictor ours = new SequencePredictor(model, trained.parameters());
    requireSame(ours, keras(new KerasExporter().files(directory(ours), false).get("model.keras")));
    if (model.encoder() == null) {
      requireSame(ours, keras(new KerasH5Exporter().files(directory(ours), false).get("model.h5")));
    }
    byte[] torch = new PytorchExporter().files(directory(ours), false).get("model.pt");
    ImportSettings settings = new ImportSettings(false, pooling, model.loss());
    requireSame(ours, new PytorchImporter().read(torch, "model.pt", settings));
  }

  private static void requireSame(SequencePredictor ours, SequencePredictor back) {
    assertEquals(ours.model(), back.model());
    assertArrayEquals(ours.predict(example(ours.model())), back.predict(example(ours.model())));
  }
}
