package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptiveEvaluationTest {
  private static final String WORSE = "the adapted model is worse than a guess among ";

  @TempDir static Path folder;
  private static Path text;
  private static Path model;

  @BeforeAll
  static void trainOnce() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), Jobs.text(60));
    model = folder.resolve("model");
    Jobs.train(text, model).done();
  }

  @Test
  void aRateThatDestroysTheModelIsNamed() {
    Jobs.Outcome run = evaluate("--dynamic", "1e3");
    assertTrue(run.err().contains(WORSE), run.err());
    assertTrue(run.err().contains("tokens: lower --dynamic"), run.err());
  }

  @Test
  void anOrdinaryRateAndAModelAloneSayNothing() {
    assertFalse(evaluate("--dynamic", "0.01").err().contains(WORSE));
    assertFalse(evaluate().err().contains(WORSE));
  }

  private static Jobs.Outcome evaluate(String... more) {
    List<String> options =
        new ArrayList<>(List.of("--model", model.toString(), "--input", text.toString()));
    options.addAll(List.of(more));
    return Jobs.run(new GenerationEvaluate(), options).done();
  }
}
