package dev.recurrent.deploy;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.ModelKinds;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    Model<?> found = ModelKinds.open(directory);
    // Refuses sizes that the file does not have before they are listed.
    int members = EnsembleLayout.members(found.layout(), directory.ensemble(found::layout));
    List<ModelSummary.Layer> layers = found.layers();
    PrintStream out = context.out();
    out.print(ModelSummary.table(directory.where(), layers));
    long parameters = members * ModelSummary.parameters(layers);
    if (members > 1) {
      out.printf(
          Locale.ROOT, "ensemble of %d such networks: %,d parameters%n", members, parameters);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("parameters", parameters);
    result.put("members", members);
    result.put("layers", layers);
    return result;
  }
}
