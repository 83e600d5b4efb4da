package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.ZipBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes tensors as {@code torch.save} does; {@code torch.load(weights_only=True)} reads them. */
final class TorchFile {
  private static final String FOLDER = "model/";

  private TorchFile() {}

  /**
   * @throws IllegalArgumentException if the file had more than 2 GB
   */
  static byte[] write(Map<String, Safetensors.Tensor> tensors) {
    ZipBytes zip = new ZipBytes();
    zip.store(FOLDER + "data.pkl", PickleWriter.write(tensors));
    zip.store(FOLDER + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    int storage = 0;
    for (Safetensors.Tensor tensor : tensors.values()) {
      float[] values = tensor.values();
      ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(4, values.length));
      buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
      zip.store(FOLDER + "data/" + storage++, buffer.array());
    }
    zip.store(FOLDER + "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return zip.toByteArray();
  }
}
