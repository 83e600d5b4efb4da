package dev.recurrent.spark;

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
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

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

    /** All outputs, row-major. */
    public Map<String, float[]> outputs() throws OrtException {
      Map<String, float[]> outputs = new HashMap<>();
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
