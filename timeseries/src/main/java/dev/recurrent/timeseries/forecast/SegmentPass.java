package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentStack;
import org.jspecify.annotations.Nullable;

/**
 * A network over segments at work. SegRNN, Lin et al. (2023), arXiv:2308.11200.
 *
 * <p>The context is cut into segments of w values. Each is projected to H columns, and the
 * recurrent layers read one segment a step. The last state is then the first state of every segment
 * of the horizon: one step of the same layers, whose input is the learned embedding of the
 * segment's position, beside that of the series, plus the projections of what is known of the
 * segment and of the vectors of the series' categories. A dense layer makes the outputs of w values
 * of that step. All segments of the horizon are rows of one batch.
 */
final class SegmentPass implements BoundForecast {
  private static final long ENCODER_MASKS = 211;
  private static final long DECODER_MASKS = 212;
  private static final long OUTPUT_MASKS = 213;

  private final SegmentLayout sizes;
  private final Head head;
  private final SegmentRows rows;
  private final CategoryRows words;
  private final CategoryColumns ofContext;
  private final Dense segment;
  private final RecurrentStack encoder;
  private final RecurrentStack decoder;
  private final HorizonInputs inputs;
  private final Dropout dropout;
  private final Dense output;
  private final Matrix[] initial;
  private final Matrix[] dFinal;
  private final Scratch[] initials;
  private final Scratch[] dFinals;
  private final Scratch dEncoded = new Scratch();
  private @Nullable Matrix projected;
  private boolean dropped;
  private boolean packed;

  SegmentPass(ForecastConfig config, Parameters parameters) {
    sizes = SegmentLayout.of(config);
    head = config.distribution();
    rows = new SegmentRows(sizes);
    words = new CategoryRows(config.window());
    ofContext = new CategoryColumns(parameters, sizes.changing(false));
    segment = new Dense(parameters.at(SegmentLayout.SEGMENT));
    encoder = new RecurrentStack(config.encoder(), parameters.at(ForecastModel.ENCODER));
    decoder = new RecurrentStack(config.encoder(), parameters.at(ForecastModel.ENCODER));
    inputs = new HorizonInputs(sizes, parameters);
    dropout = new Dropout(config.dropout(), Dropout.Kind.EACH_STEP);
    output = new Dense(parameters.at(ForecastModel.OUTPUT));
    int levels = encoder.levels();
    initial = new Matrix[levels];
    dFinal = new Matrix[levels];
    initials = new Scratch[levels];
    dFinals = new Scratch[levels];
    for (int i = 0; i < levels; i++) {
      initials[i] = new Scratch();
      dFinals[i] = new Scratch();
    }
  }

  @Override
  public void parametersChanged() {
    packed = false;
  }

  private void pack() {
    if (!packed) {
      encoder.pack();
      decoder.pack();
      packed = true;
    }
  }

  @Override
  public Matrix predict(WindowBatch batch) {
    dropped = false;
    read(batch);
    words.read(batch);
    encoder.forward(project(batch), batch.batchSize(), null, null);
    repeatStates(batch.batchSize());
    Matrix x = inputs.forward(batch, words);
    return rows.spread(output.forward(decoder.forward(x, x.rows, null, initial)), head);
  }

  private Matrix predictTraining(WindowBatch batch, long seed) {
    dropped = dropout.active();
    read(batch);
    words.readForTraining(batch, seed);
    int b = batch.batchSize();
    encoder.forwardTraining(project(batch), b, null, null, Seed.of(seed, ENCODER_MASKS));
    repeatStates(b);
    Matrix x = inputs.forward(batch, words);
    Matrix y = decoder.forwardTraining(x, x.rows, null, initial, Seed.of(seed, DECODER_MASKS));
    if (dropped) {
      y = dropout.forward(y, y.rows, Seed.of(seed, OUTPUT_MASKS));
    }
    return rows.spread(output.forward(y), head);
  }

  private void read(WindowBatch batch) {
    pack();
    rows.read(batch);
  }

  private Matrix project(WindowBatch batch) {
    Matrix x = segment.forward(rows.context(ofContext.behind(batch.context, words::ofContext)));
    Activation.RELU.forward(x);
    projected = x;
    return x;
  }

  /** The states behind the context, for each segment of the horizon: row {@code k*B + b}. */
  private void repeatStates(int b) {
    for (int i = 0; i < initial.length; i++) {
      Matrix last = encoder.finalState(i);
      initial[i] = initials[i].matrix(sizes.horizonSegments() * b, last.columns);
      for (int k = 0; k < sizes.horizonSegments(); k++) {
        int to = initial[i].index(k * b);
        for (int row = 0; row < b; row++) {
          System.arraycopy(
              last.data, last.index(row), initial[i].data, to + row * last.columns, last.columns);
        }
      }
    }
  }

  /** Sums the gradients of the repeated states. */
  private void addStates(int b) {
    for (int i = 0; i < dFinal.length; i++) {
      Matrix d = decoder.dInitial(i);
      dFinal[i] = dFinals[i].matrix(b, d.columns);
      dFinal[i].fill(0f);
      for (int row = 0; row < d.rows; row++) {
        Kernels.add(d.data, d.index(row), dFinal[i].data, dFinal[i].index(row % b), d.columns);
      }
    }
  }

  @Override
  public double lossAndGradient(WindowBatch batch, long seed) {
    Matrix outputs = predictTraining(batch, seed);
    double mean = head.lossAndGradient(outputs, batch.targets);
    Matrix d = output.backward(rows.gather(outputs, head));
    if (dropped) {
      dropout.backward(d);
    }
    inputs.backward(decoder.backward(d, null));
    int b = batch.batchSize();
    addStates(b);
    Matrix none = dEncoded.matrix(sizes.contextSegments() * b, d.columns);
    none.fill(0f);
    Matrix dProjected = encoder.backward(none, dFinal);
    if (projected != null) {
      Activation.RELU.backward(projected, dProjected);
    }
    if (ofContext.isEmpty()) {
      segment.backward(dProjected);
    } else {
      Matrix dSteps = rows.steps(segment.backward(dProjected), true);
      ofContext.backward(dSteps, sizes.config().window().categories());
    }
    return mean;
  }

  @Override
  public double loss(WindowBatch batch) {
    return head.lossAndGradient(predict(batch), batch.targets);
  }
}
