package dev.recurrent.deploy;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.FilesDirectory;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a model of ours as files of another framework. */
@Command(
    description = "Writes a model as files of Keras, PyTorch, DL4J, ONNX or HuggingFace.",
    sortOptions = false)
public final class ModelExportJob implements Job {
  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "Format to write: keras, keras-h5, pytorch, dl4j, onnx or huggingface.")
  private String format = "";

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the files, on any Hadoop path.")
  private String output = "";

  @Option(names = "--overwrite", description = "Replace files of the same names in --output.")
  private boolean overwrite;

  @Option(
      names = "--lossy",
      description = "Leave out or change parts of the model that the format cannot hold.")
  private boolean lossy;

  @Override
  public String task() {
    return "model";
  }

  @Override
  public String action() {
    return "export";
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    requireDirectory(context.hadoop());
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    String kind = directory.description().kind();
    ModelExporter exporter =
        JobException.named("--format", () -> ModelFormats.exporter(format, kind));
    Map<String, byte[]> files = written(exporter, directory);
    Set<String> names = ModelFormats.exportedNames();
    List<String> paths = new ArrayList<>();
    try (FilesDirectory to = FilesDirectory.take(output, names, context.hadoop())) {
      for (String name : files.keySet()) {
        if (!overwrite && to.exists(name)) {
          throw JobException.usage(
              "--output " + output + " has a file " + name + "; name another, or pass --overwrite");
        }
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        to.replace(file.getKey(), file.getValue());
        paths.add(to + "/" + file.getKey());
        context.console().say("%s/%s: %,d bytes", to, file.getKey(), file.getValue().length);
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("files", paths);
    return result;
  }

  /** A file of that name, or a model's own directory, is no place for the files. */
  private void requireDirectory(Configuration hadoop) throws IOException {
    Path path = new Path(output);
    FileSystem files = path.getFileSystem(hadoop);
    if (files.exists(path) && !files.getFileStatus(path).isDirectory()) {
      throw JobException.usage("--output " + output + " is a file, expected a directory");
    }
    if (files.exists(new Path(path, Manifest.NAME))) {
      throw JobException.usage("--output " + output + " holds a model; name another directory");
    }
  }

  private Map<String, byte[]> written(ModelExporter exporter, ModelDirectory directory) {
    try {
      return exporter.files(directory, lossy);
    } catch (InexpressibleModelException e) {
      throw JobException.usage(String.valueOf(e.getMessage()));
    }
  }
}
