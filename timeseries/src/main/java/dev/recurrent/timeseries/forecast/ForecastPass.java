package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentStack;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network that reads value by value at work. */
public final class ForecastPass implements BoundForecast {
  private static final long ENCODER_MASKS = 201;
  private static final long DECODER_MASKS = 202;

  private final ForecastConfig config;
  private final Head head;
  private final RecurrentStack encoder;
  private final @Nullable RecurrentStack decoder;
  private final Dense output;
  private final CategoryRows rows;
  private final CategoryColumns ofContext;
  private final CategoryColumns ofHorizon;
  private final Scratch byStep = new Scratch();
  private final Scratch byWindow = new Scratch();
  private final Scratch dEncoded = new Scratch();
  private boolean packed;

  ForecastPass(ForecastConfig config, Parameters parameters) {
    this.config = config;
    head = config.distribution();
    encoder = new RecurrentStack(config.encoder(), parameters.at(ForecastModel.ENCODER));
    decoder =
        config.decoder()
            ? new RecurrentStack(config.decoderSizes(), parameters.at(ForecastModel.DECODER))
            : null;
    output = new Dense(parameters.at(ForecastModel.OUTPUT));
    WindowConfig window = config.window();
    List<Category> categories = window.categories();
    rows = new CategoryRows(window);
    ofContext = new CategoryColumns(parameters, CategoryColumns.places(window, j -> true));
    ofHorizon =
        new CategoryColumns(
            parameters, CategoryColumns.places(window, j -> categories.get(j).known()));
  }

  @Override
  public void parametersChanged() {
    packed = false;
  }

  private void pack() {
    if (!packed) {
      encoder.pack();
      if (decoder != null) {
        decoder.pack();
      }
      packed = true;
    }
  }

  private Matrix[] states() {
    Matrix[] states = new Matrix[encoder.levels()];
    for (int i = 0; i < states.length; i++) {
      states[i] = encoder.finalState(i);
    }
    return states;
  }

  /** The h of the last context step, (B,H). */
  private static Matrix last(Matrix encoded, int batch) {
    return encoded.rows(encoded.rows - batch, batch);
  }

  private Matrix context(WindowBatch batch) {
    return ofContext.behind(batch.context, rows::ofContext);
  }

  /** What is known of the horizon, with the vectors of its categories, after a context was read. */
  Matrix known(WindowBatch batch) {
    int horizon = config.window().horizon();
    return ofHorizon.behind(batch.known, j -> rows.ofHorizon(j, horizon));
  }

  @Override
  public Matrix predict(WindowBatch batch) {
    pack();
    rows.read(batch);
    int b = batch.batchSize();
    Matrix encoded = encoder.forward(context(batch), b, null, null);
    return decoder == null
        ? spread(output.forward(last(encoded, b)), b)
        : output.forward(decoder.forward(known(batch), b, null, states()));
  }

  /**
   * Reads the contexts; the states behind them, each of a window's repeated {@code copies} times.
   */
  Matrix[] encode(WindowBatch batch, int copies) {
    pack();
    rows.read(batch);
    encoder.forward(context(batch), batch.batchSize(), null, null);
    Matrix[] last = states();
    Matrix[] states = new Matrix[last.length];
    for (int i = 0; i < last.length; i++) {
      states[i] = Matrix.zeros(last[i].rows * copies, last[i].columns);
      for (int row = 0; row < states[i].rows; row++) {
        states[i].rows(row, 1).copyFrom(last[i].rows(row / copies, 1));
      }
    }
    return states;
  }

  /**
   * One step of the decoder.
   *
   * @param known (rows, decoder inputs)
   * @param states of its levels, which become those after the step
   * @return the head's outputs, (rows, parameters)
   */
  Matrix step(Matrix known, Matrix[] states) {
    RecurrentStack walker = Objects.requireNonNull(decoder);
    Matrix outputs = output.forward(walker.forward(known, known.rows, null, states));
    for (int i = 0; i < states.length; i++) {
      states[i].copyFrom(walker.finalState(i));
    }
    return outputs;
  }

  private Matrix predictTraining(WindowBatch batch, long seed) {
    pack();
    rows.readForTraining(batch, seed);
    int b = batch.batchSize();
    Matrix encoded =
        encoder.forwardTraining(context(batch), b, null, null, Seed.of(seed, ENCODER_MASKS));
    return decoder == null
        ? spread(output.forward(last(encoded, b)), b)
        : output.forward(
            decoder.forwardTraining(known(batch), b, null, states(), Seed.of(seed, DECODER_MASKS)));
  }

  /** Rows of one window each become rows of one value each, time-major. */
  private Matrix spread(Matrix all, int batch) {
    int width = head.parameters();
    Matrix rows = byStep.matrix(config.window().horizon() * batch, width);
    for (int k = 0; k < config.window().horizon(); k++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(
            all.data, all.index(b) + k * width, rows.data, rows.index(k * batch + b), width);
      }
    }
    return rows;
  }

  private Matrix gather(Matrix rows, int batch) {
    int width = head.parameters();
    Matrix all = byWindow.matrix(batch, config.outputs());
    for (int k = 0; k < config.window().horizon(); k++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(
            rows.data, rows.index(k * batch + b), all.data, all.index(b) + k * width, width);
      }
    }
    return all;
  }

  @Override
  public double lossAndGradient(WindowBatch batch, long seed) {
    Matrix outputs = predictTraining(batch, seed);
    double mean = head.lossAndGradient(outputs, batch.targets);
    int b = batch.batchSize();
    Matrix d = dEncoded.matrix(batch.context.rows, config.hiddenSize());
    d.fill(0f);
    if (decoder == null) {
      last(d, b).copyFrom(output.backward(gather(outputs, b)));
      backwardContext(d, null);
    } else {
      backwardKnown(decoder, output.backward(outputs));
      Matrix[] dFinal = new Matrix[encoder.levels()];
      for (int i = 0; i < dFinal.length; i++) {
        dFinal[i] = decoder.dInitial(i);
      }
      backwardContext(d, dFinal);
    }
    return mean;
  }

  private void backwardContext(Matrix d, Matrix @Nullable [] dFinal) {
    if (ofContext.isEmpty()) {
      encoder.backwardFromData(d, dFinal);
    } else {
      ofContext.backward(encoder.backward(d, dFinal), config.window().categories());
    }
  }

  private void backwardKnown(RecurrentStack walker, Matrix d) {
    if (ofHorizon.isEmpty()) {
      walker.backwardFromData(d, null);
    } else {
      ofHorizon.backward(walker.backward(d, null), config.window().categories());
    }
  }

  @Override
  public double loss(WindowBatch batch) {
    return head.lossAndGradient(predict(batch), batch.targets);
  }
}
