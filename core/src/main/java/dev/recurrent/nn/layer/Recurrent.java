package dev.recurrent.nn.layer;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A recurrent layer: a cell walked through time, in one direction or in both.
 *
 * @param hiddenSize H of each direction
 * @param directions 1, or 2 for outputs [forward | reverse]
 */
public record Recurrent(CellFactory cell, int hiddenSize, int directions) implements Layer {
  /**
   * @throws IllegalArgumentException for a size that cannot be
   */
  public Recurrent {
    config(cell, 1, hiddenSize, directions);
  }

  private static RecurrentConfig config(CellFactory cell, int inputs, int size, int directions) {
    RecurrentConfig one = RecurrentConfig.of(cell, inputs, size, 1);
    return new RecurrentConfig(
        one.cell(), inputs, size, 1, directions, one.dropout(), one.dropoutKind());
  }

  RecurrentConfig config(LayerShape input) {
    return config(cell, input.columns(), hiddenSize, directions);
  }

  /** The same in both directions. */
  public Recurrent bidirectional() {
    return new Recurrent(cell, hiddenSize, 2);
  }

  /** Columns of its state: S times the number of directions. */
  public int stateSize() {
    return cell.cell(1, hiddenSize).stateSize() * directions;
  }

  @Override
  public String name() {
    return cell.cell(1, 1).label().toLowerCase(Locale.ROOT);
  }

  @Override
  public String type() {
    return cell.cell(1, 1).label() + (directions == 2 ? ", both directions" : "");
  }

  @Override
  public LayerShape output(LayerShape input) {
    if (!input.eachStep()) {
      throw new IllegalArgumentException(
          name()
              + " reads "
              + input.label()
              + ", expected a row for each step: (T, B, columns); put it below the pooling");
    }
    return new LayerShape(hiddenSize * directions, true, directions);
  }

  @Override
  public ParameterLayout layout(LayerShape input) {
    return config(input).layout();
  }

  @Override
  public void initialize(LayerShape input, Parameters parameters, SplittableRandom random) {
    config(input).initialize(parameters, random);
  }

  @Override
  public BoundRecurrent bind(LayerShape input, Parameters parameters) {
    return new BoundRecurrent(config(input), parameters);
  }
}
