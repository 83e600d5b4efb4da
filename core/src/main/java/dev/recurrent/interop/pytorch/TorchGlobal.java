package dev.recurrent.interop.pytorch;

import dev.recurrent.format.FloatType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The only names of Python that a pickle may use. */
enum TorchGlobal {
  ORDERED_DICT("collections.OrderedDict"),
  TENSOR("torch._utils._rebuild_tensor_v2"),
  PARAMETER("torch._utils._rebuild_parameter"),
  DOUBLE("torch.DoubleStorage", 8, FloatType.F64),
  FLOAT("torch.FloatStorage", 4, FloatType.F32),
  HALF("torch.HalfStorage", 2, FloatType.F16),
  BFLOAT16("torch.BFloat16Storage", 2, FloatType.BF16),
  LONG("torch.LongStorage", 8, null),
  INT("torch.IntStorage", 4, null),
  SHORT("torch.ShortStorage", 2, null),
  CHAR("torch.CharStorage", 1, null),
  BYTE("torch.ByteStorage", 1, null),
  BOOL("torch.BoolStorage", 1, null);

  private final String name;
  private final int bytes;
  private final @Nullable FloatType type;

  TorchGlobal(String name) {
    this(name, 0, null);
  }

  TorchGlobal(String name, int bytes, @Nullable FloatType type) {
    this.name = name;
    this.bytes = bytes;
    this.type = type;
  }

  static @Nullable TorchGlobal of(String name) {
    return Arrays.stream(values()).filter(g -> g.name.equals(name)).findFirst().orElse(null);
  }

  /** Bytes of one number of a storage, or 0 where this is no storage. */
  int bytes() {
    return bytes;
  }

  /** What a storage's numbers are, or null where they are no floats. */
  @Nullable FloatType type() {
    return type;
  }

  /** "double". */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
