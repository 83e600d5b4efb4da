package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the pickle of a dict of contiguous float tensors; tensor i is storage i. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickleWriter() {}

  static byte[] write(Map<String, Safetensors.Tensor> tensors) {
    PickleWriter writer = new PickleWriter();
    writer.op(0x80).op(2).op('}').op('(');
    int storage = 0;
    for (Map.Entry<String, Safetensors.Tensor> entry : tensors.entrySet()) {
      writer.text(entry.getKey());
      writer.tensor(entry.getValue(), storage++);
    }
    writer.op('u').op('.');
    return writer.out.toByteArray();
  }

  private void tensor(Safetensors.Tensor tensor, int storage) {
    int[] shape = tensor.shape();
    int[] strides = new int[shape.length];
    for (int i = shape.length - 1, n = 1; i >= 0; n *= shape[i], i--) {
      strides[i] = n;
    }
    global("torch._utils", "_rebuild_tensor_v2").op('(').op('(').text("storage");
    global("torch", "FloatStorage").text(Integer.toString(storage)).text("cpu");
    integer(tensor.values().length).op('t').op('Q').integer(0);
    tuple(shape).tuple(strides).op(0x89);
    global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
  }

  private PickleWriter op(int opcode) {
    out.write(opcode);
    return this;
  }

  private PickleWriter global(String module, String name) {
    return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return op('X').raw(int32(bytes.length)).raw(bytes);
  }

  private PickleWriter integer(int value) {
    return op('J').raw(int32(value));
  }

  private PickleWriter tuple(int[] values) {
    op('(');
    for (int value : values) {
      integer(value);
    }
    return op('t');
  }

  private PickleWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
