package dev.recurrent.interop.pytorch;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.GruCell;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.cell.RnnCell;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.ModelSummary;
import dev.recurrent.train.SequenceModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a sequence model as a {@code state_dict} in two forms and the source of a module that
 * loads it. Names are those of {@code parameters.safetensors}. PyTorch's second bias of RNN and
 * LSTM is added, as zeros, so that {@code load_state_dict} finds all that it expects.
 */
public final class PytorchExporter implements ModelExporter {
  private static final String FIRST_BIAS = "bias_ih_l0";

  @Override
  public String format() {
    return "pytorch";
  }

  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.pt", "model.safetensors", "model.py");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    SequencePredictor predictor = SequencePredictor.load(directory);
    SequenceModel model = predictor.model();
    requireEqual(model);
    requireKnown(model.loss(), lossy);
    Map<String, Safetensors.Tensor> tensors = tensors(model.layout(), predictor.parameters());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.pt", TorchFile.write(tensors));
    files.put("model.safetensors", new Safetensors(tensors, Map.of("format", "pt")).toBytes());
    files.put("model.py", ModuleSource.write(model));
    return files;
  }

  /** The names of a model's layers, without its input and its encoder. */
  static List<String> names(SequenceModel model) {
    List<ModelSummary.Layer> lines = model.layers();
    int layers = model.network().size();
    return lines.subList(lines.size() - layers, lines.size()).stream()
        .map(ModelSummary.Layer::name)
        .collect(Collectors.toList());
  }

  private static void requireEqual(SequenceModel model) {
    if (model.encoder() != null) {
      requireEqual(model.encoder());
    }
    List<String> names = names(model);
    for (int i = 0; i < names.size(); i++) {
      Layer layer = model.network().get(i);
      if (!hasEqual(layer)) {
        throw new InexpressibleModelException(
            "layer \""
                + names.get(i)
                + "\" is "
                + layer.type()
                + ", which PyTorch has not; expected RNN, LSTM, GRU, dense, dropout or pooling");
      }
    }
  }

  private static boolean hasEqual(Layer layer) {
    if (layer instanceof Recurrent recurrent) {
      Cell cell = recurrent.cell().cell(1, 1);
      return cell instanceof RnnCell || cell instanceof LstmCell || cell instanceof GruCell;
    }
    return layer instanceof DenseLayer
        || layer instanceof DropoutLayer
        || layer instanceof PoolingLayer;
  }

  private static void requireKnown(Loss loss, boolean lossy) {
    boolean known =
        loss instanceof SquaredError
            || loss instanceof AbsoluteError
            || loss instanceof Huber
            || loss instanceof BinaryCrossEntropy
            || loss instanceof SoftmaxCrossEntropy;
    if (!known && !lossy) {
      throw new InexpressibleModelException(
          "the loss is "
              + loss.getClass().getName()
              + ", and what it makes of outputs is not known to PyTorch; pass --lossy for outputs"
              + " as the last layer gives them");
    }
  }

  private static Map<String, Safetensors.Tensor> tensors(ParameterLayout layout, float[] flat) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] values = Arrays.copyOfRange(flat, entry.offset(), entry.offset() + entry.size());
      String name = entry.name();
      String last = name.substring(name.lastIndexOf('.') + 1);
      boolean bias = last.startsWith("bias");
      int[] shape = {entry.rows(), entry.columns()};
      tensors.put(
          name, bias ? Safetensors.Tensor.vector(values) : new Safetensors.Tensor(shape, values));
      String second = name.replace("bias_ih_", "bias_hh_");
      if (last.startsWith(FIRST_BIAS) && !layout.contains(second)) {
        tensors.put(second, Safetensors.Tensor.vector(new float[values.length]));
      }
    }
    return tensors;
  }
}
