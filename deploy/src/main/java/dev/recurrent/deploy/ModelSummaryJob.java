package dev.recurrent.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.Json;
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
    List<ModelSummary.Layer> layers = model(directory).layers();
    System.out.print(ModelSummary.table(directory.where(), layers));
    return Map.of("parameters", ModelSummary.parameters(layers), "layers", layers);
  }

  /** Every kind of model there is, from its {@code model.json}. */
  private static Model<?> model(ModelDirectory directory) {
    JsonNode json = Json.read(directory.file(ModelDirectory.MODEL), ModelDirectory.MODEL);
    String kind = json.path("kind").asText();
    if (kind.equals(LanguageModel.KIND)) {
      return new LanguageModel(
          Json.convert(json.path("config"), LanguageModelConfig.class, directory.where()));
    }
    if (kind.equals(ClassifierModel.KIND)) {
      return new ClassifierModel(
          Json.convert(json.path("config"), ClassifierConfig.class, directory.where()));
    }
    if (kind.equals(Translator.KIND)) {
      return new Translator(
          Json.convert(json.path("config"), TranslatorConfig.class, directory.where()));
    }
    if (kind.equals(ForecastModel.KIND)) {
      return new ForecastModel(
          Json.convert(json.path("config"), ForecastConfig.class, directory.where()));
    }
    throw new UnusableModelException(
        directory.where() + " holds a model of unknown kind \"" + kind + "\"");
  }
}
