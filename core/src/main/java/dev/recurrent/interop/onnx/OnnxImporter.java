package dev.recurrent.interop.onnx;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.interop.onnx.GraphMeaning.LastStates;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.nn.Loss;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.List;

/**
 * Reads graphs of recurrent networks: those that are written here, and those of PyTorch and Keras
 * exporters whose operators are the layers that there are here. The first output is the model's.
 */
public final class OnnxImporter implements ModelImporter {
  static final String FORMAT = "onnx";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void requireFormat(FileBeginning file) {
    if (!ModelStart.fits(file)) {
      throw file.unlike("an ONNX file: a ModelProto of protobuf, as torch.onnx.export writes it");
    }
  }

  @Override
  public SequencePredictor read(byte[] file, String where, ImportSettings settings) {
    if (settings.pooling() != null) {
      throw new UnusableModelException(
          where + ": a graph says itself how steps become one row, expected no --pooling");
    }
    requireFormat(FileBeginning.of(file, where));
    OnnxGraph graph = OnnxReader.read(file, where);
    GraphWalk walk = new GraphWalk(where, settings.lossy(), file.length);
    walk.walk(graph);
    LayerChain chain = output(graph, walk, where, settings.lossy());
    try {
      return predictor(walk, chain, settings);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(where + ": " + e.getMessage(), e);
    }
  }

  private static SequencePredictor predictor(
      GraphWalk walk, LayerChain chain, ImportSettings settings) {
    Loss loss = settings.loss() == null ? ChainModel.loss(chain) : settings.loss();
    LayerChain before = ChainModel.before(chain, settings.loss());
    ChainModel builder = new ChainModel(walk);
    SequenceModel model = builder.model(before, loss);
    float[] parameters = walk.floats(model.layout().size());
    builder.fill(before, parameters, 0);
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new IllegalArgumentException(
            "it has a parameter " + parameters[i] + ", expected numbers");
      }
    }
    return new SequencePredictor(model, parameters);
  }

  private static LayerChain output(OnnxGraph graph, GraphWalk walk, String where, boolean lossy) {
    if (graph.outputs().isEmpty()) {
      throw new UnusableModelException(where + " has a graph without outputs");
    }
    List<OnnxValue> outputs = graph.outputs();
    for (OnnxValue other : outputs.subList(1, outputs.size())) {
      if (!lossy && !(walk.value(other.name()) instanceof LastStates)) {
        throw new UnusableModelException(
            where
                + " has more outputs than \""
                + outputs.get(0).name()
                + "\" and last states, such as \""
                + other.name()
                + "\"; --lossy leaves them out");
      }
    }
    Rows rows = walk.rows(outputs.get(0).name());
    if (rows != null && !rows.axes().contains(Axis.DIRECTIONS)) {
      return rows.chain();
    }
    OnnxNode cause = new FirstUnknown(walk).below(outputs.get(0).name());
    String output = "output \"" + outputs.get(0).name() + "\"";
    if (cause == null) {
      throw new UnusableModelException(
          where + ": " + output + " is no output of layers that there are here");
    }
    throw walk.refused(cause, "has no equal here, and " + output + " needs it");
  }
}
