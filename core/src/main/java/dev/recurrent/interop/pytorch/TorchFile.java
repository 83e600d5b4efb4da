package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes tensors as {@code torch.save} does; {@code torch.load(weights_only=True)} reads them. */
final class TorchFile {
  private static final String FOLDER = "model/";

  /** The earliest that a zip file can have: the same tensors give the same bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TorchFile() {}

  /**
   * @throws IllegalArgumentException if the file had more than 2 GB
   */
  static byte[] write(Map<String, Safetensors.Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      add(zip, "data.pkl", PickleWriter.write(tensors));
      add(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      int storage = 0;
      for (Safetensors.Tensor tensor : tensors.values()) {
        float[] values = tensor.values();
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(4, values.length));
        buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        add(zip, "data/" + storage++, buffer.array());
      }
      add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setTimeLocal(TIME);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
