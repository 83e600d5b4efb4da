package dev.recurrent.spark.job;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.report.Block;
import dev.recurrent.report.Text;
import dev.recurrent.spark.run.Checkpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The files of a finished run as links of its report, each with what it holds. */
final class RunFiles {
  private static final String STATUS = "run-status.json";
  private static final Map<String, String> HOLDS =
      Map.of(
          ModelDirectory.MODEL,
          "the model's kind and sizes, the settings, the data's fingerprint, the versions",
          ParameterFile.NAME,
          "the parameters",
          Checkpoint.METRICS,
          "every round, one JSON object a line",
          Manifest.NAME,
          "checksums of the model's files",
          STATUS,
          "how the run ended");

  private RunFiles() {}

  /**
   * Links in the order of a reader.
   *
   * @param own files of the task's model; those that every model has may be among them
   */
  static List<Block> links(Collection<String> own) {
    List<String> names = new ArrayList<>(List.of(ModelDirectory.MODEL, ParameterFile.NAME));
    own.stream().filter(name -> !names.contains(name)).forEach(names::add);
    names.addAll(List.of(Checkpoint.METRICS, Manifest.NAME, STATUS));
    List<Block> links = new ArrayList<>();
    for (String name : names) {
      links.add(Text.file(name, HOLDS.getOrDefault(name, "a part of the model")));
    }
    return links;
  }
}
