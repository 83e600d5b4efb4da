package dev.recurrent.interop.pytorch;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;

/** Makes a network of modules, and its parameters in the order of its layout. */
final class NetworkBuilder {
  private final List<float[]> values = new ArrayList<>();
  private SequenceModel model;

  /**
   * @param bottom the first module to come
   */
  NetworkBuilder(TorchModule bottom) {
    model =
        bottom instanceof TorchModule.Embedding embedding
            ? SequenceModel.embedding(embedding.vocabularySize(), embedding.outputs())
            : SequenceModel.input(bottom.inputs());
  }

  void add(TorchModule module) {
    if (module instanceof TorchModule.Embedding embedding) {
      values.add(embedding.weight().values());
    } else if (module instanceof TorchModule.Linear linear) {
      model = model.dense(linear.outputs());
      values.add(linear.weight().values());
      values.add(linear.biasOrZeros());
    } else if (module instanceof TorchModule.Recurrent recurrent) {
      for (int layer = 0; layer < recurrent.layers(); layer++) {
        add(recurrent, layer);
      }
    }
  }

  private void add(TorchModule.Recurrent module, int layer) {
    SequenceModel one = model.recurrent(module.cell(), module.size());
    model = module.directions() == 2 ? one.bidirectional() : one;
    int gates = module.cell().cell(1, module.size()).gateSize();
    for (int direction = 0; direction < module.directions(); direction++) {
      String suffix = RecurrentConfig.suffix(layer, direction);
      values.add(module.values("weight_ih" + suffix));
      values.add(module.values("weight_hh" + suffix));
      float[] input = bias(module, "bias_ih" + suffix, gates);
      float[] state = bias(module, "bias_hh" + suffix, gates);
      if (module.cell() == CellType.GRU) {
        values.add(input);
        values.add(state);
      } else {
        values.add(sum(input, state));
      }
    }
  }

  private static float[] bias(TorchModule.Recurrent module, String name, int gates) {
    float[] found = module.values(name);
    return found.length == 0 ? new float[gates] : found;
  }

  /** PyTorch adds both to the same sum. A second one of zeros leaves the first one's bits. */
  private static float[] sum(float[] input, float[] state) {
    float[] sum = new float[input.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = state[i] == 0 ? input[i] : input[i] + state[i];
    }
    return sum;
  }

  void pool(Pooling pooling) {
    model = model.pool(pooling);
  }

  /**
   * Adds an encoder, whose parameters come first.
   *
   * @throws IllegalArgumentException if its states do not fit
   */
  void startedBy(NetworkBuilder encoder) {
    model = model.initialStateFrom(encoder.model);
    values.addAll(0, encoder.values);
  }

  SequenceModel model() {
    return model;
  }

  /**
   * @throws IllegalArgumentException naming a parameter with a number that is not finite
   */
  float[] parameters(ParameterLayout layout) {
    float[] flat = new float[layout.size()];
    int next = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] from = values.get(next++);
      if (from.length != entry.size()) {
        throw new IllegalStateException(
            entry.name() + " has " + from.length + " numbers, expected " + entry.size());
      }
      for (float value : from) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "parameter \"" + entry.name() + "\" has a number that is not finite");
        }
      }
      System.arraycopy(from, 0, flat, entry.offset(), from.length);
    }
    return flat;
  }
}
