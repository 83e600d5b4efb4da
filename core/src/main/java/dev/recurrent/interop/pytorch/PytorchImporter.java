package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code state_dict}: a zip file of {@code torch.save}, or safetensors. Names and shapes
 * give the network: nn.Embedding, nn.RNN, nn.LSTM, nn.GRU and nn.Linear, each reading the one
 * below. A file says nothing about what has no weights. An nn.RNN is read with tanh unless its name
 * is rnn_relu, a linear layer without activation, dropout not at all; the pooling comes from the
 * settings.
 *
 * <p>Takes at most eight times the file's length, and 130 MB for a hostile pickle.
 */
public final class PytorchImporter implements ModelImporter {
  private static final String ENCODER = "encoder.";
  private static final String DECODER = "decoder.";

  @Override
  public String format() {
    return "pytorch";
  }

  @Override
  public void requireFormat(FileBeginning file) {
    StateDict.requireFormat(file);
  }

  @Override
  public SequencePredictor read(byte[] file, String where, ImportSettings settings) {
    StateDict dict = StateDict.of(file, where);
    try {
      return predictor(dict, settings);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(where + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnusableModelException(
          where + ": its modules have more than 2^31 - 1 parameters, expected fewer", e);
    }
  }

  private static SequencePredictor predictor(StateDict dict, ImportSettings settings) {
    Pooling pooling = settings.pooling();
    if (pooling == Pooling.ATTENTION) {
      throw new IllegalArgumentException(
          "pooling is attention, whose weights a state_dict does not have; expected last, mean, max"
              + " or mean-max");
    }
    int share = pooling == null ? 1 : pooling.outputSize(1);
    Map<String, Safetensors.Tensor> encoder = encoder(dict);
    Map<String, Safetensors.Tensor> rest = new LinkedHashMap<>(dict.tensors());
    encoder.keySet().forEach(name -> rest.remove(ENCODER + name));
    NetworkBuilder network =
        network(
            ModuleOrder.of(TorchModules.of(rest), dict.ordered(), share),
            pooling,
            settings.lossy());
    if (!encoder.isEmpty()) {
      List<TorchModule> modules = ModuleOrder.of(TorchModules.of(encoder), dict.ordered(), 1);
      requireStatesAlone(modules);
      network.startedBy(network(modules, null, settings.lossy()));
    }
    Loss loss = settings.loss() == null ? new SquaredError() : settings.loss();
    SequenceModel model = network.model().loss(loss);
    return new SequencePredictor(model, network.parameters(model.layout()));
  }

  /**
   * The encoder's tensors without their prefix, where the file has the names of an export from
   * here: a decoder's modules without a prefix, and those of its encoder below "encoder.". Else
   * none.
   */
  private static Map<String, Safetensors.Tensor> encoder(StateDict dict) {
    Map<String, Safetensors.Tensor> encoder = new LinkedHashMap<>();
    boolean decodes = false;
    boolean encodes = false;
    for (Map.Entry<String, Safetensors.Tensor> tensor : dict.tensors().entrySet()) {
      String name = tensor.getKey();
      boolean recurrent = name.endsWith("weight_ih_l0");
      if (name.startsWith(ENCODER)) {
        encoder.put(name.substring(ENCODER.length()), tensor.getValue());
        encodes |= recurrent;
      } else if (name.startsWith(DECODER)) {
        return Map.of();
      } else {
        decodes |= recurrent;
      }
    }
    return encodes && decodes ? encoder : Map.of();
  }

  private static NetworkBuilder network(
      List<TorchModule> modules, @Nullable Pooling pooling, boolean lossy) {
    requireOneSequence(modules);
    requireNoHiddenActivation(modules, lossy);
    NetworkBuilder network = new NetworkBuilder(modules.get(0));
    int last = lastRecurrent(modules);
    if (last < 0 && pooling != null) {
      throw new IllegalArgumentException(
          "pooling is " + pooling.label() + ", but there is no recurrent layer below it");
    }
    for (int i = 0; i < modules.size(); i++) {
      network.add(modules.get(i));
      if (i == last && pooling != null) {
        network.pool(pooling);
      }
    }
    return network;
  }

  /** Of a linear layer the file does not say which row it reads and whether it is the state. */
  private static void requireStatesAlone(List<TorchModule> encoder) {
    for (TorchModule module : encoder) {
      if (module instanceof TorchModule.Linear) {
        throw new IllegalArgumentException(
            "linear layer \""
                + ENCODER
                + Shown.text(module.name())
                + "\" is an encoder's, and the file does not say which rows it reads; expected an"
                + " encoder whose last states start the decoder");
      }
    }
  }

  private static int lastRecurrent(List<TorchModule> modules) {
    int last = -1;
    for (int i = 0; i < modules.size(); i++) {
      last = modules.get(i) instanceof TorchModule.Recurrent ? i : last;
    }
    return last;
  }

  /** An encoder and its decoder would else become one stack if their sizes allow it. */
  private static void requireOneSequence(List<TorchModule> modules) {
    List<TorchModule> recurrent =
        modules.stream().filter(TorchModule.Recurrent.class::isInstance).toList();
    for (TorchModule module : recurrent) {
      String name = module.name().toLowerCase(Locale.ROOT);
      if (recurrent.size() > 1 && (name.contains("encoder") || name.contains("decoder"))) {
        throw new IllegalArgumentException(
            "module \""
                + Shown.text(module.name())
                + "\" is one of an encoder and a decoder, whose connection a state_dict does not"
                + " have; save each of them in a file of its own");
      }
    }
  }

  private static void requireNoHiddenActivation(List<TorchModule> modules, boolean lossy) {
    for (TorchModule module : modules.subList(0, modules.size() - 1)) {
      if (module instanceof TorchModule.Linear && !lossy) {
        throw new IllegalArgumentException(
            "linear layer \""
                + Shown.text(module.name())
                + "\" has another above it, and the file does not say which activation is between"
                + " them; pass --lossy for none");
      }
    }
  }
}
