package dev.recurrent.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's ONNX files, run in ONNX Runtime. */
public final class OnnxFiles {
  private final Map<String, byte[]> files;

  private OnnxFiles(Map<String, byte[]> files) {
    this.files = files;
  }

  /** Those that {@code model export} writes of a model's directory. */
  public static OnnxFiles of(Model<?> model, Object config, float[] parameters) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(ModelDescription.of(model.kind(), config)));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    ModelDirectory directory = ModelDirectory.of(files, "model");
    return new OnnxFiles(ModelFormats.exporter("onnx", model.kind()).files(directory, false));
  }

  /** Parameters in ±0.6. */
  public static float[] parameters(Model<?> model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[model.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (1.2 * random.nextDouble() - 0.6);
    }
    return parameters;
  }

  /**
   * Fails unless the file's outputs are those that docs/interop.md has in the row of this kind and
   * file, in that order.
   */
  public static void requireDocumented(String kind, String name, Collection<String> outputs)
      throws IOException {
    String page = Files.readString(Path.of("../docs/interop.md"));
    String rows = page.substring(page.indexOf("\n| `" + kind + "` |") + 1);
    Pattern row =
        Pattern.compile(
            "^\\| .*\\| `" + Pattern.quote(name) + "` \\|.*\\|(.*)\\|$", Pattern.MULTILINE);
    Matcher found = row.matcher(rows);
    assertTrue(found.find(), kind + " " + name);
    List<String> documented = new ArrayList<>();
    Pattern.compile("`(\\w+)`")
        .matcher(found.group(1))
        .results()
        .forEach(m -> documented.add(m.group(1)));
    assertEquals(documented, List.copyOf(outputs), kind + " " + name);
  }

  /** A file, to be run. */
  public Run run(String name) {
    return new Run(files.get(name));
  }

  /** A file with its inputs. */
  public static final class Run {
    private final byte[] file;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

    private Run(byte[] file) {
      this.file = file;
    }

    /** With an input of floats. */
    public Run with(String name, float[] values, long... shape) throws OrtException {
      FloatBuffer buffer = FloatBuffer.wrap(values);
      inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape));
      return this;
    }

    /** With an input of integers. */
    public Run with(String name, int[] values, long... shape) throws OrtException {
      LongBuffer buffer = LongBuffer.allocate(values.length);
      for (int value : values) {
        buffer.put(value);
      }
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      inputs.put(name, OnnxTensor.createTensor(environment, buffer.flip(), shape));
      return this;
    }

    /** All outputs in the graph's order, row-major. */
    public Map<String, float[]> outputs() throws OrtException {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        try (OrtSession session = environment.createSession(file, options);
            OrtSession.Result result = session.run(inputs)) {
          result.forEach(
              entry -> {
                FloatBuffer buffer = ((OnnxTensor) entry.getValue()).getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                outputs.put(entry.getKey(), values);
              });
        }
      }
      return outputs;
    }
  }
}
