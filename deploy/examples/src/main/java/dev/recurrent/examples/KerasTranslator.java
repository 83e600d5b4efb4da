package dev.recurrent.examples;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.keras.KerasExporter;
import dev.recurrent.interop.keras.KerasImporter;
import dev.recurrent.predict.NextStep;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the encoder and the decoder of Keras's guide on Spark. The table has the columns pair,
 * step, source (an array of one-hot rows, what the encoder reads), read (the one-hot row that the
 * decoder reads: the word before) and write (the number of the word that it should give).
 *
 * <p>Arguments: the file that Keras saved, the Parquet table, a directory for the model, a
 * directory for what the decoder writes. The model's directory gets a file for Keras too.
 */
public final class KerasTranslator {
  private KerasTranslator() {}

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("keras translator").getOrCreate();
    byte[] file = Files.readAllBytes(Path.of(args[0]));
    SequencePredictor keras = new KerasImporter().read(file, args[0], ImportSettings.defaults());

    Dataset<Row> pairs = spark.read().parquet(args[1]);
    SequenceData data =
        SequenceData.of(pairs)
            .sequence("pair")
            .orderBy("step")
            .sourceFeatures("source")
            .features("read")
            .labels("write");
    TrainedModel trained =
        SparkTraining.of(keras.model())
            .initialParameters(keras.parameters())
            .epochs(8)
            .batchSize(16)
            .optimizer(Adam.defaults(), 0.01f)
            .fit(spark, data);
    trained.save(args[2]);

    ModelDirectory saved = ModelDirectory.local(Path.of(args[2]));
    byte[] again = new KerasExporter().files(saved, false).get("model.keras");
    Files.write(Path.of(args[2], "model.keras"), again);

    NextStep greedy = NextStep.likeliestOneHot(NextStep.NO_END);
    trained.generate(pairs.filter("step = 0"), 3, greedy).write().parquet(args[3]);
  }
}
