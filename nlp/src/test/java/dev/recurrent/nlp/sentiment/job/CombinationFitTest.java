package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CombinationFitTest {
  /**
   * Texts whose labels follow the softmax of a weighted sum.
   *
   * @param network weight of the network's log probabilities
   * @param bag weight of the bag's scores
   */
  private static List<CombinationFit.Scored> texts(int count, double network, double bag) {
    SplittableRandom random = new SplittableRandom(3);
    List<CombinationFit.Scored> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = 4 * random.nextDouble() - 2;
      double y = 20 * random.nextDouble() - 10;
      double p = 1 / (1 + Math.exp(-x));
      double truth = 1 / (1 + Math.exp(-network * x - bag * y));
      texts.add(
          new CombinationFit.Scored(
              random.nextDouble() < truth ? 1 : 0, new double[] {1 - p, p}, new double[] {0, y}));
    }
    return texts;
  }

  @Test
  void theWeightsOfTheLawAreFound() {
    CombinationFit fit = CombinationFit.of(texts(20_000, 0.8, 0.3), 0.5, 5);
    assertEquals(0.8, fit.networkWeight(), 0.06);
    assertEquals(0.3, fit.bagWeight(), 0.03);
    assertTrue(fit.gain() > 1000, fit.gain() + " nats");
    assertEquals(0.3, CombinationFit.factor(texts(20_000, 0, 0.3)), 0.02);
  }

  @Test
  void whatSaysNothingOrTheOppositeGetsNoWeight() {
    CombinationFit noBag = CombinationFit.of(texts(5000, 1, -0.1), 0.5, 5);
    assertEquals(0, noBag.bagWeight());
    assertEquals(1, noBag.networkWeight());
    assertEquals(0, noBag.gain());
    CombinationFit noNetwork = CombinationFit.of(texts(5000, -0.5, 0.2), 0.5, 5);
    assertEquals(0, noNetwork.networkWeight());
    assertEquals(0.2, noNetwork.bagWeight(), 0.03);
    assertEquals(0, CombinationFit.factor(texts(5000, 0, -0.2)));
  }

  @Test
  void fewTextsLeaveTheWeightsNearTheMean() {
    CombinationFit fit = CombinationFit.of(texts(2, 1, 1), 0.5, 5);
    assertEquals(0.5, fit.networkWeight(), 0.2);
  }

  /** Every label is predicted: larger weights are always better, and stay finite. */
  @Test
  void perfectPredictionsHaveFiniteWeights() {
    List<CombinationFit.Scored> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] network = i % 2 == 0 ? new double[] {1, 0} : new double[] {0, 1};
      double[] bag = i % 2 == 0 ? new double[] {300, -300} : new double[] {-300, 300};
      texts.add(new CombinationFit.Scored(i % 2, network, bag));
    }
    CombinationFit fit = CombinationFit.of(texts, 0.5, 5);
    assertTrue(Double.isFinite(fit.networkWeight()) && Double.isFinite(fit.bagWeight()));
    assertTrue(Double.isFinite(CombinationFit.factor(texts)));
  }
}
