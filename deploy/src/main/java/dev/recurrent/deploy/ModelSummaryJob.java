package dev.recurrent.deploy;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the table of a finished model's layers. */
@Command(description = "Prints a model's layers and parameter counts.", sortOptions = false)
public final class ModelSummaryJob implements Job {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Override
  public String task() {
    return "model";
  }

  @Override
  public String action() {
    return "summary";
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    Model<?> found = model(directory);
    // Refuses sizes that the file does not have before they are listed.
    directory.parameters(found::layout);
    List<ModelSummary.Layer> layers = found.layers();
    System.out.print(ModelSummary.table(directory.where(), layers));
    return Map.of("parameters", ModelSummary.parameters(layers), "layers", layers);
  }

  /** Every kind of model there is, from its {@code model.json}. */
  private static Model<?> model(ModelDirectory directory) {
    ModelDescription description = directory.description();
    String kind = description.kind();
    if (kind.equals(LanguageModel.KIND)) {
      return new LanguageModel(description.config(LanguageModelConfig.class));
    }
    if (kind.equals(ClassifierModel.KIND)) {
      return new ClassifierModel(description.config(ClassifierConfig.class));
    }
    if (kind.equals(Translator.KIND)) {
      return new Translator(description.config(TranslatorConfig.class));
    }
    if (kind.equals(ForecastModel.KIND)) {
      return new ForecastModel(description.config(ForecastConfig.class));
    }
    throw new UnusableModelException(
        directory.where() + " holds a model of unknown kind \"" + kind + "\"");
  }
}
