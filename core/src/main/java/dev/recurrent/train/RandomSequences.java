package dev.recurrent.train;

import dev.recurrent.nn.layer.LayerShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small random batches that a model of sequences can read, to check its gradients. */
final class RandomSequences {
  private static final int[] LENGTHS = {3, 5, 1, 4};
  private static final float[] WEIGHTS = {1f, 0.5f, 2f, 1f};
  private static final double MASKED = 0.2;

  private final SplittableRandom random;

  RandomSequences(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Sequences of unequal length and weight; some targets of steps are masked. */
  SequenceBatch batch(SequenceModel model) {
    List<Sequence> examples = new ArrayList<>();
    for (int b = 0; b < LENGTHS.length; b++) {
      Sequence read = sequence(model, LENGTHS[b]);
      float[] targets = targets(model, LENGTHS[b]);
      examples.add(
          new Sequence(
              read.steps(), read.features(), read.tokens(), targets, WEIGHTS[b], read.source()));
    }
    return SequenceBatch.of(model, examples);
  }

  private Sequence sequence(SequenceModel model, int steps) {
    int columns = model.input().features();
    float[] features = columns == 0 ? null : new float[steps * columns];
    for (int i = 0; features != null && i < features.length; i++) {
      features[i] = (float) (2 * random.nextDouble() - 1);
    }
    int[] tokens = null;
    if (model.input().hasTokens()) {
      tokens = random.ints(steps, 0, model.input().vocabularySize()).toArray();
    }
    SequenceModel encoder = model.encoder();
    Sequence source = encoder == null ? null : sequence(encoder, steps % 4 + 2);
    return new Sequence(steps, features, tokens, null, 1f, source);
  }

  private float[] targets(SequenceModel model, int steps) {
    LayerShape output = model.output();
    float[] choices = model.loss().exampleTargets(output.columns());
    int rows = output.eachStep() ? steps : 1;
    float[] targets = new float[rows * model.loss().targetSize(output.columns())];
    for (int i = 0; i < targets.length; i++) {
      boolean masked = rows > 1 && random.nextDouble() < MASKED;
      targets[i] = masked ? Float.NaN : choices[random.nextInt(choices.length)];
    }
    return targets;
  }
}
