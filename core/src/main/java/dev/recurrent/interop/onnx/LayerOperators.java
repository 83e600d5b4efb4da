package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.interop.onnx.LayerChain.Ending;
import dev.recurrent.interop.onnx.LayerChain.Link;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.layer.DenseLayer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Operators that are layers, or part of one. */
final class LayerOperators {
  private final GraphWalk walk;
  private final RecurrentOperators recurrent;

  LayerOperators(GraphWalk walk) {
    this.walk = walk;
    recurrent = new RecurrentOperators(walk);
  }

  /** Whether the node has a meaning that is now known. */
  boolean read(OnnxNode node) {
    Rows rows =
        switch (node.type()) {
          case "RNN", "LSTM", "GRU" -> null;
          case "MatMul" -> product(node, false);
          case "Gemm" -> gemm(node);
          case "Add" -> sum(node);
          case "Tanh" -> activated(node, Activation.TANH);
          case "Relu" -> activated(node, Activation.RELU);
          case "Sigmoid" -> sigmoid(node);
          case "Softmax" -> softmax(node);
          default -> null;
        };
    if (rows != null) {
      walk.put(node, rows);
      return true;
    }
    return switch (node.type()) {
      case "RNN", "LSTM", "GRU" -> recurrent.read(node);
      default -> false;
    };
  }

  private static boolean isRows(@Nullable Rows rows) {
    return rows != null
        && rows.chain().canGrow()
        && rows.axes().get(rows.axes().size() - 1).equals(Axis.COLUMNS)
        && !rows.axes().contains(Axis.DIRECTIONS);
  }

  /** x W; the bias may follow. */
  private @Nullable Rows product(OnnxNode node, boolean transposed) {
    Rows x = walk.rows(node.input(0));
    OnnxTensor weight = walk.floats(node.input(1), 2);
    if (x == null || !isRows(x) || weight == null) {
      return null;
    }
    int inputs = weight.size(transposed ? 1 : 0);
    int outputs = weight.size(transposed ? 0 : 1);
    if (inputs != x.chain().shape().columns() || outputs < 1) {
      throw walk.refused(
          node,
          "has an array of sizes "
              + weight.sizes()
              + " for rows of "
              + x.chain().shape().columns()
              + " columns");
    }
    float[] parameters = walk.floats((long) inputs * outputs + outputs);
    FloatBuffer from = weight.floats();
    for (int i = 0; i < outputs; i++) {
      for (int j = 0; j < inputs; j++) {
        parameters[i * inputs + j] = from.get(transposed ? i * inputs + j : j * outputs + i);
      }
    }
    Link link = new Link(new DenseLayer(outputs, Activation.LINEAR), parameters, true, null);
    return new Rows(x.chain().with(link), x.axes());
  }

  private @Nullable Rows gemm(OnnxNode node) {
    boolean plain =
        StepOperators.attribute(node, "transA", 0) == 0
            && isOne(node.attributes().get("alpha"))
            && isOne(node.attributes().get("beta"));
    Rows x = walk.rows(node.input(0));
    if (!plain || x == null || x.axes().size() != 2) {
      return null;
    }
    Rows product = product(node, StepOperators.attribute(node, "transB", 0) == 1);
    return product == null || node.input(2).isEmpty() ? product : biased(product, node.input(2));
  }

  private static boolean isOne(@Nullable Object value) {
    return value == null || value.equals(1f);
  }

  private @Nullable Rows sum(OnnxNode node) {
    Rows first = walk.rows(node.input(0));
    Rows second = walk.rows(node.input(1));
    if (first != null && second == null) {
      return biased(first, node.input(1));
    }
    return second != null && first == null ? biased(second, node.input(0)) : null;
  }

  /** The bias of a dense layer that has none yet. */
  private @Nullable Rows biased(Rows rows, String name) {
    Link last = rows.chain().last();
    boolean open = last != null && last.open() && rows.chain().ending() == Ending.NONE;
    if (last == null || !open || !(walk.value(name) instanceof GraphMeaning.Array array)) {
      return null;
    }
    OnnxTensor bias = array.tensor();
    int columns = rows.chain().shape().columns();
    boolean row = bias.rank() >= 1 && bias.rank() <= rows.axes().size();
    if (!bias.isFloats()
        || !row
        || bias.count() != columns
        || bias.size(bias.rank() - 1) != columns) {
      return null;
    }
    int weights = last.parameters().length - columns;
    float[] parameters = walk.floats(last.parameters().length);
    System.arraycopy(last.parameters(), 0, parameters, 0, weights);
    bias.floats().get(parameters, weights, columns);
    Link closed = new Link(last.layer(), parameters, false, null);
    return new Rows(rows.chain().withLast(closed), rows.axes());
  }

  private @Nullable Rows activated(OnnxNode node, Activation activation) {
    Rows rows = walk.rows(node.input(0));
    if (rows == null || rows.chain().ending() != Ending.NONE || !rows.chain().endsLinear()) {
      return null;
    }
    return new Rows(rows.chain().activated(activation), rows.axes());
  }

  private @Nullable Rows sigmoid(OnnxNode node) {
    Rows rows = walk.rows(node.input(0));
    if (rows == null || rows.axes().contains(Axis.DIRECTIONS)) {
      return null;
    }
    LayerChain chain = rows.chain().settled();
    return chain.ending() == Ending.NONE
        ? new Rows(chain.ending(Ending.SIGMOID), rows.axes())
        : null;
  }

  private @Nullable Rows softmax(OnnxNode node) {
    Rows rows = walk.rows(node.input(0));
    if (rows == null || !isRows(rows)) {
      return null;
    }
    long axis = StepOperators.attribute(node, "axis", -1);
    if (axis != -1 && axis != rows.axes().size() - 1) {
      return null;
    }
    LayerChain chain = rows.chain().settled();
    return new Rows(chain.ending(Ending.SOFTMAX), rows.axes());
  }
}
