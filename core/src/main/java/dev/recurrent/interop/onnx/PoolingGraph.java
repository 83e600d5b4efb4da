package dev.recurrent.interop.onnx;

import dev.recurrent.nn.Pooling;
import java.util.List;

/**
 * Pooling and attention over the steps of each sequence as operators. Padding counts in nothing.
 */
public final class PoolingGraph {
  private final GraphBuilder graph;
  private final String y;
  private final String lengths;
  private final int columns;

  private PoolingGraph(GraphBuilder graph, String y, String lengths, int columns) {
    this.graph = graph;
    this.y = y;
    this.lengths = lengths;
    this.columns = columns;
  }

  /**
   * Pools these rows.
   *
   * @param y (B,T,N)
   * @param lengths (B), 64-bit integers
   * @param columns N
   */
  public static PoolingGraph of(GraphBuilder graph, String y, String lengths, int columns) {
    return new PoolingGraph(graph, y, lengths, columns);
  }

  /**
   * Makes one row of the steps of each sequence.
   *
   * @param directions 2 where the columns are [forward | reverse]
   * @param weights of the attention; others have none
   * @return (B,N), for {@link Pooling#MEAN_MAX} (B,2N)
   */
  public String pool(Pooling pooling, int directions, Weights weights) {
    return switch (pooling) {
      case LAST -> directions == 1 ? last() : lastOfBoth();
      case MEAN -> mean();
      case MAX -> max();
      case MEAN_MAX -> graph.concat(List.of(mean(), max()), 1);
      case ATTENTION -> attention(weights);
    };
  }

  private String last() {
    String step = graph.node("Sub", List.of(lengths, graph.integer(1)));
    return graph.node("GatherND", List.of(y, graph.unsqueeze(step, 1)), "batch_dims", 1);
  }

  private String lastOfBoth() {
    String first = graph.node("Gather", List.of(y, graph.integer(0)), "axis", 1);
    String forward = graph.slice(last(), 1, 0, columns / 2);
    String reverse = graph.slice(first, 1, columns / 2, columns);
    return graph.concat(List.of(forward, reverse), 1);
  }

  /** Whether a step is one of its sequence, (B,T,1). */
  private String mask() {
    String sizes = graph.node("Shape", List.of(y));
    String steps = graph.node("Gather", List.of(sizes, graph.integer(1)), "axis", 0);
    String range = graph.node("Range", List.of(graph.integer(0), steps, graph.integer(1)));
    String mask = graph.node("Less", List.of(range, graph.unsqueeze(lengths, 1)));
    return graph.unsqueeze(mask, 2);
  }

  private String masked(String rows, float padding) {
    String filled = graph.floats("padding", new float[] {padding});
    return graph.node("Where", List.of(mask(), rows, filled));
  }

  private String mean() {
    String sum = sum(masked(y, 0f));
    String count = graph.node("Cast", List.of(lengths), "to", OnnxTensor.FLOAT);
    return graph.node("Div", List.of(sum, graph.unsqueeze(count, 1)));
  }

  private String sum(String rows) {
    return graph.node("ReduceSum", List.of(rows, graph.integers(1)), "keepdims", 0);
  }

  private String max() {
    String rows = masked(y, Float.NEGATIVE_INFINITY);
    return graph.node("ReduceMax", List.of(rows), "axes", List.of(1L), "keepdims", 0);
  }

  private String attention(Weights weights) {
    String hidden = graph.node("Tanh", List.of(graph.dense(y, weights)));
    String context = graph.transposed("context", weights.value("context"));
    return attend(graph.node("MatMul", List.of(hidden, context))).mean();
  }

  /**
   * What an attention gives.
   *
   * @param shares how much each step counts, (B,T,1), zero in padding
   * @param mean of the rows by it, (B,N)
   */
  public record Attended(String shares, String mean) {}

  /**
   * The mean of the rows by the softmax of scores over the steps of each sequence.
   *
   * @param scores (B,T,1)
   */
  public Attended attend(String scores) {
    String masked = masked(scores, Float.NEGATIVE_INFINITY);
    String shares = graph.node("Softmax", List.of(masked), "axis", 1);
    return new Attended(shares, sum(graph.node("Mul", List.of(y, shares))));
  }
}
