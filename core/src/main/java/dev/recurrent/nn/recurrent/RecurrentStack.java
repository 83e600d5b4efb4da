package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers that each read the one below, of one or two directions, with dropout between.
 */
public final class RecurrentStack {
  private final RecurrentConfig config;
  private final List<Level> levels = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private boolean dropped;

  /** Binds the parameters that {@link RecurrentConfig#layout} names. */
  public RecurrentStack(RecurrentConfig config, Parameters parameters) {
    this(config, parameters, 0);
  }

  /**
   * Binds the parameters that {@link RecurrentConfig#layout} names.
   *
   * @param weightDrop share of the recurrent weights that is zero after {@link #packTraining}
   */
  public RecurrentStack(RecurrentConfig config, Parameters parameters, float weightDrop) {
    this.config = config;
    for (int layer = 0; layer < config.layers(); layer++) {
      Cell cell = config.cellOf(layer);
      RecurrentLayer forward =
          new RecurrentLayer(
              cell,
              parameters,
              RecurrentConfig.suffix(layer, 0),
              RecurrentLayer.Direction.FORWARD,
              weightDrop);
      if (config.directions() == 1) {
        levels.add(forward);
      } else {
        RecurrentLayer reverse =
            new RecurrentLayer(
                cell,
                parameters,
                RecurrentConfig.suffix(layer, 1),
                RecurrentLayer.Direction.REVERSE,
                weightDrop);
        levels.add(new Bidirectional(forward, reverse, cell.stateSize()));
      }
      dropouts.add(new Dropout(config.dropout(), config.dropoutKind()));
    }
  }

  /** Columns of one level's state: S times the number of directions. */
  public int stateSize() {
    return config.cellOf(0).stateSize() * config.directions();
  }

  /** Layers of the stack; a bidirectional pair is one level. */
  public int levels() {
    return levels.size();
  }

  /** Copies the parameters' present values; call it whenever they have changed. */
  public void pack() {
    levels.forEach(Level::pack);
  }

  /** As {@link #pack}, with a share of the recurrent weights set to zero for one batch. */
  public void packTraining(long seed) {
    for (int i = 0; i < levels.size(); i++) {
      levels.get(i).packTraining(Seed.of(seed, i));
    }
  }

  /**
   * Runs all levels without dropout.
   *
   * @param x (T*B,D)
   * @param lengths steps of each of the B sequences, or null if all have T
   * @param initial (B,S) of each level, or null for zeros
   * @return (T*B, outputSize), a view that lives until the next call
   */
  public Matrix forward(
      Matrix x, int batch, int @Nullable [] lengths, Matrix @Nullable [] initial) {
    dropped = false;
    Matrix first = levels.get(0).forward(x, batch, lengths, initial == null ? null : initial[0]);
    return aboveFirst(first, batch, lengths, initial, 0);
  }

  /** As above, where x has rows that are alike. */
  public Matrix forward(
      DistinctRows x, int batch, int @Nullable [] lengths, Matrix @Nullable [] initial) {
    dropped = false;
    Matrix first = levels.get(0).forward(x, batch, lengths, initial == null ? null : initial[0]);
    return aboveFirst(first, batch, lengths, initial, 0);
  }

  /** As {@link #forward}, with dropout between the levels; the masks follow from the seed. */
  public Matrix forwardTraining(
      Matrix x, int batch, int @Nullable [] lengths, Matrix @Nullable [] initial, long seed) {
    dropped = config.dropout() > 0;
    Matrix first = levels.get(0).forward(x, batch, lengths, initial == null ? null : initial[0]);
    return aboveFirst(first, batch, lengths, initial, seed);
  }

  /** As above, where x has rows that are alike. */
  public Matrix forwardTraining(
      DistinctRows x, int batch, int @Nullable [] lengths, Matrix @Nullable [] initial, long seed) {
    dropped = config.dropout() > 0;
    Matrix first = levels.get(0).forward(x, batch, lengths, initial == null ? null : initial[0]);
    return aboveFirst(first, batch, lengths, initial, seed);
  }

  private Matrix aboveFirst(
      Matrix first, int batch, int @Nullable [] lengths, Matrix @Nullable [] initial, long seed) {
    Matrix y = first;
    for (int i = 1; i < levels.size(); i++) {
      if (dropped) {
        y = dropouts.get(i).forward(y, batch, Seed.of(seed, i));
      }
      y = levels.get(i).forward(y, batch, lengths, initial == null ? null : initial[i]);
    }
    return y;
  }

  /** The state of one level after the last step of each sequence, (B, stateSize). */
  public Matrix finalState(int level) {
    return levels.get(level).finalState();
  }

  /**
   * Adds all gradients.
   *
   * @param dOutput (T*B, outputSize), overwritten
   * @param dFinal gradient of each level's final state, or null for zeros
   * @return gradient of x, (T*B,D), or of a lookup's rows, (U,D)
   */
  public Matrix backward(Matrix dOutput, @Nullable Matrix @Nullable [] dFinal) {
    Matrix d = backwardAboveFirst(dOutput, dFinal);
    return levels.get(0).backward(d, dFinal == null ? null : dFinal[0]);
  }

  /** As {@link #backward}, where x is data: its gradient is not computed. */
  public void backwardFromData(Matrix dOutput, @Nullable Matrix @Nullable [] dFinal) {
    Matrix d = backwardAboveFirst(dOutput, dFinal);
    levels.get(0).backwardFromData(d, dFinal == null ? null : dFinal[0]);
  }

  private Matrix backwardAboveFirst(Matrix dOutput, @Nullable Matrix @Nullable [] dFinal) {
    Matrix d = dOutput;
    for (int i = levels.size() - 1; i >= 1; i--) {
      d = levels.get(i).backward(d, dFinal == null ? null : dFinal[i]);
      if (dropped) {
        dropouts.get(i).backward(d);
      }
    }
    return d;
  }

  /**
   * The gradient of one level's initial state after a backward pass, (B, stateSize).
   *
   * @throws IllegalStateException if none was given
   */
  public Matrix dInitial(int level) {
    return levels.get(level).dInitial();
  }
}
