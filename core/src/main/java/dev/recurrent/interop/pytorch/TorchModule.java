package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import dev.recurrent.nn.cell.CellType;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A module of a state_dict, as its tensors show it. */
sealed interface TorchModule {
  /** Its name without the tensor's: "encoder.lstm", or "" for tensors without a prefix. */
  String name();

  /** Columns that it reads. */
  int inputs();

  /** Columns that it gives. */
  int outputs();

  /**
   * nn.RNN, nn.LSTM or nn.GRU.
   *
   * @param inputs D of the first layer
   * @param size H of each direction
   */
  record Recurrent(
      String name,
      CellType cell,
      int inputs,
      int size,
      int layers,
      int directions,
      Map<String, Safetensors.Tensor> tensors)
      implements TorchModule {
    @Override
    public int outputs() {
      return size * directions;
    }

    /** The weights of a name such as "weight_ih_l0". */
    float[] values(String tensor) {
      Safetensors.Tensor found = tensors.get(tensor);
      return found == null ? new float[0] : found.values();
    }
  }

  /**
   * nn.Linear: weight (N,D), and a bias of N zeros where it has none.
   *
   * @param bias null where it has none
   */
  record Linear(String name, Safetensors.Tensor weight, Safetensors.@Nullable Tensor bias)
      implements TorchModule {
    @Override
    public int inputs() {
      return weight.shape()[1];
    }

    @Override
    public int outputs() {
      return weight.shape()[0];
    }

    float[] biasOrZeros() {
      return bias == null ? new float[outputs()] : bias.values();
    }
  }

  /** nn.Embedding: weight (V,E). It reads tokens. */
  record Embedding(String name, Safetensors.Tensor weight) implements TorchModule {
    @Override
    public int inputs() {
      return 0;
    }

    @Override
    public int outputs() {
      return weight.shape()[1];
    }

    int vocabularySize() {
      return weight.shape()[0];
    }
  }

  /** "[8, 4]". */
  static String shape(Safetensors.Tensor tensor) {
    return Arrays.toString(tensor.shape());
  }
}
