package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuxiliaryLossesTest {
  private static final List<int[]> TEXTS =
      List.of(new int[] {4, 5, 6, 7, 8}, new int[] {9, 10}, new int[] {5, 4, 4}, new int[] {1});

  private static ClassifierModel model(AuxiliaryLosses losses, float dropout) {
    RecurrentConfig recurrent =
        new RecurrentConfig(CellType.LSTM, 4, 4, 2, 1, dropout, Dropout.Kind.EACH_STEP);
    return new ClassifierModel(
        new ClassifierConfig(
            List.of("bad", "fair", "good"),
            11,
            4,
            recurrent,
            Pooling.MEAN,
            dropout,
            dropout,
            0,
            false,
            new TextPreprocessing(true, true, 20, TextPreprocessing.Keep.HEAD),
            losses,
            false));
  }

  private static AuxiliaryLosses losses(
      AuxiliaryLosses.Softmax softmax, float language, float adversarial, float virtual) {
    return new AuxiliaryLosses(softmax, language, adversarial, virtual, 0.5f);
  }

  private static AuxiliaryLosses perturbed(float adversarial, float virtual) {
    return losses(AuxiliaryLosses.Softmax.NONE, 0, adversarial, virtual);
  }

  private static float[] parameters(Model<?> model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.6 * random.nextDouble() - 0.3);
    }
    return parameters;
  }

  private static LabelledBatch batch() {
    return LabelledBatch.of(TEXTS, new int[] {0, 2, 1, 2}, new float[] {1, 0.5f, 2, 1});
  }

  private static LabelledBatch withMore() {
    return batch().with(LabelledBatch.unlabelled(List.of(new int[] {8, 7, 4}, new int[] {6, 9})));
  }

  private static void requireSmall(Map<String, Double> errors, double limit) {
    errors.forEach((name, error) -> assertTrue(error < limit, name + " misses by " + error));
  }

  @ParameterizedTest
  @CsvSource({"OWN", "TIED"})
  void theGradientOfTheNextTokensLossIsItsDifference(AuxiliaryLosses.Softmax softmax) {
    ClassifierModel model = model(losses(softmax, 0.7f, 0, 0), 0);
    requireSmall(GradientCheck.errors(model, parameters(model), batch(), 1), 2e-3);
  }

  @Test
  void theNextTokensLossIsThatOfALanguageModelOverTheSameLayers() {
    ClassifierModel with = model(losses(AuxiliaryLosses.Softmax.OWN, 2, 0, 0), 0);
    ClassifierModel without = model(losses(AuxiliaryLosses.Softmax.OWN, 0, 0, 0), 0);
    float[] parameters = parameters(with);
    // With weights of zero each of 11 tokens is as probable as any other.
    ParameterLayout layout = with.layout();
    Arrays.fill(parameters, layout.entry("softmax.weight").offset(), layout.size(), 0f);
    double more = loss(with, parameters, batch()) - loss(without, parameters, batch());
    assertEquals(2 * Math.log(11), more, 1e-5);
  }

  private static double loss(ClassifierModel model, float[] parameters, LabelledBatch batch) {
    return model.bind(parameters, new float[parameters.length]).lossAndGradient(batch, 1);
  }

  private static float[] gradient(ClassifierModel model, LabelledBatch batch, int seed) {
    float[] parameters = parameters(model);
    float[] gradient = new float[parameters.length];
    model.bind(parameters, gradient).lossAndGradient(batch, seed);
    return gradient;
  }

  /** Of a network that has the layer for the next token, and of a batch with unlabelled texts. */
  @Test
  void factorsOfZeroHaveTheBitsOfTheLabelsLossAlone() {
    ClassifierModel plain = model(AuxiliaryLosses.NONE, 0.2f);
    float[] expected = gradient(plain, batch(), 7);
    ClassifierModel idle = model(losses(AuxiliaryLosses.Softmax.OWN, 0, 0, 0), 0.2f);
    float[] parameters = Arrays.copyOf(parameters(plain), idle.layout().size());
    float[] gradient = new float[parameters.length];
    double loss = idle.bind(parameters, gradient).lossAndGradient(withMore(), 7);
    assertEquals(
        plain.bind(parameters(plain), new float[expected.length]).lossAndGradient(batch(), 7),
        loss);
    assertArrayEquals(expected, Arrays.copyOf(gradient, expected.length));
    assertArrayEquals(
        new float[parameters.length - expected.length],
        Arrays.copyOfRange(gradient, expected.length, parameters.length));
  }

  /**
   * A step of one length along the gradient: to the first order it does not change with the
   * weights.
   */
  @Test
  void theGradientOfTheAdversarialLossIsItsDifferenceWhereTheStepIsSmall() {
    AuxiliaryLosses small = new AuxiliaryLosses(AuxiliaryLosses.Softmax.NONE, 0, 3, 0, 0.01f);
    ClassifierModel model = model(small, 0);
    requireSmall(GradientCheck.errors(model, parameters(model), batch(), 1), 2e-2);
  }

  @Test
  void anAdversarialStepRaisesTheLoss() {
    ClassifierModel plain = model(AuxiliaryLosses.NONE, 0);
    ClassifierModel adversarial = model(perturbed(1, 0), 0);
    float[] parameters = parameters(plain);
    double clean = loss(plain, parameters, batch());
    double both = loss(adversarial, parameters, batch());
    assertTrue(both > 2 * clean + 1e-3, both + " beside " + clean);
  }

  @Test
  void theSameSeedGivesTheSameBitsWithAllLosses() {
    ClassifierModel model = model(losses(AuxiliaryLosses.Softmax.TIED, 0.5f, 1, 1), 0.3f);
    assertArrayEquals(gradient(model, withMore(), 5), gradient(model, withMore(), 5));
    float[] others = gradient(model, withMore(), 6);
    assertNotEquals(Arrays.toString(gradient(model, withMore(), 5)), Arrays.toString(others));
  }

  @Test
  void unlabelledTextsCountInTheDivergenceAlone() {
    float[] parameters = parameters(model(AuxiliaryLosses.NONE, 0));
    ClassifierModel adversarial = model(perturbed(1, 0), 0);
    assertEquals(loss(adversarial, parameters, batch()), loss(adversarial, parameters, withMore()));
    ClassifierModel virtual = model(perturbed(0, 1), 0);
    double clean = loss(model(AuxiliaryLosses.NONE, 0), parameters, batch());
    double some = loss(virtual, parameters, batch()) - clean;
    double all = loss(virtual, parameters, withMore()) - clean;
    assertTrue(some > 0 && all > 0 && some != all, some + " and " + all);
    // The mean is over labelled and unlabelled texts: without the others' share, 4 of 6.
    assertTrue(all > 4.0 / 6 * some, some + " and " + all);
  }

  /** KL(p || q) with p and the step held, as a function of all parameters. */
  private record Divergence(ClassifierModel model, float[] logits, float[] step)
      implements Model<LabelledBatch> {
    @Override
    public ParameterLayout layout() {
      return model.layout();
    }

    @Override
    public void initialize(float[] parameters, long seed) {
      model.initialize(parameters, seed);
    }

    @Override
    public List<ModelSummary.Layer> layers() {
      return model.layers();
    }

    @Override
    public String kind() {
      return model.kind();
    }

    @Override
    public BoundModel<LabelledBatch> bind(float[] parameters, float[] gradient) {
      Parameters bound = Parameters.of(layout(), parameters, gradient);
      Embedding embedding = new Embedding(bound.at(ClassifierModel.EMBEDDING));
      ClassifierNetwork network = new ClassifierNetwork(model.config(), bound);
      AdversarialLoss loss = new AdversarialLoss(model.config().auxiliary(), network, gradient);
      return new BoundModel<>() {
        @Override
        public void parametersChanged() {
          network.parametersChanged();
        }

        @Override
        public double lossAndGradient(LabelledBatch batch, long seed) {
          loss.keepProbabilities(Matrix.view(logits, 0, batch.batchSize(), 3));
          Matrix x = embedding.forward(batch.tokens(), batch.tokens().length);
          for (int i = 0; i < step.length; i++) {
            x.data[i] += step[i];
          }
          double mean = loss.divergence(x, batch, seed, 2f);
          embedding.backward(loss.dInput());
          return mean;
        }

        @Override
        public double loss(LabelledBatch batch) {
          return lossAndGradient(batch, 1);
        }
      };
    }
  }

  @Test
  void theGradientOfTheDivergenceIsItsDifference() {
    SplittableRandom random = new SplittableRandom(9);
    float[] logits = new float[TEXTS.size() * 3];
    float[] step = new float[batch().tokens().length * 4];
    for (int i = 0; i < step.length; i++) {
      step[i] = (float) (random.nextDouble() - 0.5);
      logits[i % logits.length] = (float) (2 * random.nextDouble() - 1);
    }
    ClassifierModel model = model(perturbed(0, 1), 0);
    Divergence divergence = new Divergence(model, logits, step);
    requireSmall(GradientCheck.errors(divergence, parameters(model), batch(), 1), 2e-3);
  }

  @Test
  void aVirtualStepDivergesMoreThanRandomOnesAndLeavesTheGradient() {
    ClassifierModel model = model(perturbed(0, 1), 0);
    float[] parameters = parameters(model);
    float[] gradient = new float[parameters.length];
    Arrays.fill(gradient, 0.25f);
    float[] before = gradient.clone();
    Parameters bound = Parameters.of(model.layout(), parameters, gradient);
    ClassifierNetwork network = new ClassifierNetwork(model.config(), bound);
    AdversarialLoss loss = new AdversarialLoss(model.config().auxiliary(), network, gradient);
    LabelledBatch batch = batch();
    Embedding embedding = new Embedding(bound.at(ClassifierModel.EMBEDDING));
    Matrix x = embedding.forward(batch.tokens(), batch.tokens().length);
    loss.keepProbabilities(network.logits(x, batch, 1));
    double worst = 0;
    for (int seed = 0; seed < 5; seed++) {
      Matrix random = new Perturbation().random(x.rows, x.columns, seed);
      Matrix moved = new Perturbation().add(x, random, batch.lengths(), 0.5f);
      worst = Math.max(worst, loss.divergence(moved, batch, 1, 1f));
    }
    System.arraycopy(before, 0, gradient, 0, before.length);
    Matrix virtual = loss.mostDivergent(x, batch, 1);
    assertArrayEquals(before, gradient);
    double divergence = loss.divergence(virtual, batch, 1, 1f);
    assertTrue(divergence > worst, divergence + ", of random steps " + worst);
  }

  @Test
  void whatCannotBeIsRefused() {
    for (float factor : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> perturbed(factor, 0));
      assertThrows(IllegalArgumentException.class, () -> perturbed(0, factor));
    }
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> model(losses(AuxiliaryLosses.Softmax.NONE, 1, 0, 0), 0))
            .getMessage();
    assertTrue(said.contains("the network has no layer for the next token"), said);
  }
}
