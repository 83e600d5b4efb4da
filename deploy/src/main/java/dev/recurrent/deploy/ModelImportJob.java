package dev.recurrent.deploy;

import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.train.ModelSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a model of ours from a model file of another framework. */
@Command(
    description = "Makes a model from a file of Keras, PyTorch, DL4J or ONNX.",
    sortOptions = false)
public final class ModelImportJob implements Job {
  /** By the names of --loss. */
  private static final Map<String, Loss> LOSSES =
      Map.of(
          "squared-error", new SquaredError(),
          "absolute-error", new AbsoluteError(),
          "huber", new Huber(1),
          "binary-cross-entropy", new BinaryCrossEntropy(),
          "softmax-cross-entropy", new SoftmaxCrossEntropy());

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "Format of the file: keras, pytorch, dl4j or onnx.")
  private String format = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The model file, on any Hadoop path.")
  private String input = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the model, on any Hadoop path.")
  private String output = "";

  @Option(
      names = "--pooling",
      paramLabel = "KIND",
      description =
          "How the steps of the last recurrent layer become one row, in a format that does not say"
              + " so: last, mean, max or mean-max (default: a row for each step).")
  private @Nullable String pooling;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "Loss for further training: squared-error, absolute-error, huber, binary-cross-entropy or"
              + " softmax-cross-entropy (default: what the file says, else squared-error).")
  private @Nullable String loss;

  @Option(
      names = "--lossy",
      description = "Leave out or change parts of the model that have no equal here.")
  private boolean lossy;

  @Override
  public String task() {
    return "model";
  }

  @Override
  public String action() {
    return "import";
  }

  @Override
  public void requireValid() {
    ModelFormats.importer(format);
    settings();
  }

  private ImportSettings settings() {
    Pooling chosen = pooling == null ? null : Pooling.of(pooling);
    return new ImportSettings(lossy, chosen, loss == null ? null : loss(loss));
  }

  private static Loss loss(String name) {
    Loss loss = LOSSES.get(name.toLowerCase(Locale.ROOT));
    if (loss == null) {
      throw new IllegalArgumentException(
          "--loss is \"" + name + "\", expected one of " + new TreeSet<>(LOSSES.keySet()));
    }
    return loss;
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelFile file = ModelFile.at(input, context.hadoop());
    SequencePredictor model = file.withinHeap(() -> imported(file, context.hadoop()));
    List<ModelSummary.Layer> layers = model.model().layers();
    context.console().say("%s", ModelSummary.table(output, layers).stripTrailing());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", output);
    result.put("parameters", ModelSummary.parameters(layers));
    return result;
  }

  private SequencePredictor imported(ModelFile file, Configuration hadoop) throws Exception {
    ModelImporter importer = ModelFormats.importer(format);
    try (RunDirectory directory = RunDirectory.take(output, hadoop)) {
      if (directory.finished() || directory.begun()) {
        throw JobException.usage("--output " + output + " holds a model or a run; name another");
      }
      byte[] bytes = file.read(importer);
      // A setting that the format decides itself is a wrong usage.
      SequencePredictor model =
          JobException.usageIfIllegal(() -> importer.read(bytes, input, settings()));
      directory.publish(model.files());
      return model;
    }
  }
}
