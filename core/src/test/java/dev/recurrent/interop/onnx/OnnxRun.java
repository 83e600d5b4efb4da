package dev.recurrent.interop.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a file in ONNX Runtime. */
final class OnnxRun {
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final byte[] file;

  OnnxRun(byte[] file) {
    this.file = file;
  }

  OnnxRun with(String name, float[] values, long... shape) throws OrtException {
    FloatBuffer buffer = FloatBuffer.wrap(values);
    inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape));
    return this;
  }

  OnnxRun with(String name, long[] values, long... shape) throws OrtException {
    LongBuffer buffer = LongBuffer.wrap(values);
    inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape));
    return this;
  }

  /** All outputs, row-major. */
  Map<String, float[]> run() throws OrtException {
    Map<String, float[]> outputs = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file, options);
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
