package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Baselines that count words, and baselines that count characters. */
class BagsOfWordsTest {
  private static final TextPreprocessing FORM =
      new TextPreprocessing(true, true, 50, TextPreprocessing.Keep.HEAD);
  private static final Set<String> KINDS = Set.of("naive Bayes", "logistic regression", "NBSVM");

  private static JavaRDD<LabelledText> texts(String[] endings, int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String stem =
          random.ints(4, 'a', 'z').mapToObj(Character::toString).reduce("", String::concat);
      int label = i % endings.length;
      texts.add(new LabelledText(i, stem + endings[label], "l" + label, new Object[0]));
    }
    return TestSpark.context().parallelize(texts, 2);
  }

  private static Map<String, ClassMetrics> measured(
      String[] endings, List<String> labels, boolean characters) {
    JavaRDD<LabelledText> held = texts(endings, 30, 2);
    BagsOfWords bags =
        BagsOfWords.train(
            TestSpark.session(),
            texts(endings, 60, 1),
            held,
            labels,
            BagsOfWords.form(FORM, characters, 60, labels.size()));
    return bags.measure(held);
  }

  /** Names end differently: their characters say so, as words each is seen once. */
  @Test
  void charactersTellNamesApartByTheirEndings() {
    String[] endings = {"ova", "ski"};
    List<String> labels = List.of("l0", "l1");
    Map<String, ClassMetrics> characters = measured(endings, labels, true);
    assertEquals(KINDS, characters.keySet());
    characters.forEach((kind, m) -> assertTrue(m.accuracy() > 0.95, kind + m.toMap()));
  }

  /** Three labels that the last words tell, among them one that training has not. */
  @Test
  void aLabelWithoutTextsToTrainOnHasNoProbability() {
    List<String> labels = List.of("l0", "absent", "l1", "l2");
    Map<String, ClassMetrics> figures =
        measured(new String[] {" good", " bad", " so so"}, labels, false);
    assertEquals(KINDS, figures.keySet());
    figures.forEach(
        (kind, m) -> {
          assertEquals(1, m.accuracy(), kind + m.toMap());
          assertEquals(10, m.confusion()[0][0]);
          assertEquals(0, m.confusion()[1][1]);
        });
  }

  @Test
  void termsOfCharactersAreOneToFiveOfThem() {
    JavaRDD<LabelledText> texts =
        TestSpark.context()
            .parallelize(List.of(new LabelledText(0, "Abcdab", "l0", new Object[0])), 1);
    TermCounts.Form form = BagsOfWords.form(FORM, true, 1, 2);
    Row row = TermCounts.learn(TestSpark.session(), texts, form).of(texts, List.of("l0")).first();
    Vector counts = row.getAs(1);
    // Of " abcdab ": five different characters, then six pairs and all longer ones.
    assertEquals(5 + 6 + 6 + 5 + 4, counts.numNonzeros());
    assertEquals(1, counts.toArray()[counts.argmax()]);
  }
}
