package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.translation.TextTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationVectorsTest {
  private static final float[] TWO = {1, 2, 3, 4};
  private static final float[] DEUX = {5, 6, 7, 8};

  @TempDir Path folder;
  private SpokenNumbers numbers;
  private String english = "";
  private String french = "";

  @BeforeEach
  void write() throws IOException {
    numbers = SpokenNumbers.writeTo(folder);
    english = Files.writeString(folder.resolve("en.vec"), "1 4\ntwo 1 2 3 4\n").toString();
    french = Files.writeString(folder.resolve("fr.txt"), "deux 5 6 7 8\nneuf 1 1 1 1\n").toString();
  }

  private Jobs.Outcome train(String... more) {
    List<String> options = new ArrayList<>(List.of("--embedding-size", "0", "--rounds", "1"));
    options.addAll(List.of("--optimizer", "sgd", "--learning-rate", "1e-30"));
    options.addAll(List.of(more));
    return SpokenNumbers.train(numbers.files("model", options.toArray(new String[0])));
  }

  private TextTranslator model() {
    return TextTranslator.load(ModelDirectory.local(folder.resolve("model")));
  }

  private static void requireRow(
      float[] expected, Matrix weight, Tokenizer tokenizer, String word) {
    int id = tokenizer.vocabulary().id(" " + word);
    assertArrayEquals(expected, weight.rows(id, 1).toArray(), 1e-6f);
  }

  @Test
  void eachSideBeginsWithTheVectorsOfItsWords() {
    Jobs.Outcome trained =
        train(
            "--vocabulary",
            "separate",
            "--source-embeddings",
            english,
            "--target-embeddings",
            french);
    trained.done();
    assertTrue(trained.err().contains("--source-embeddings: 2 of "), trained.err());
    TextTranslator model = model();
    assertEquals(4, model.model().config().embeddingSize());
    float[] parameters = model.parameters();
    requireRow(TWO, model.model().sourceEmbedding(parameters), model.source(), "two");
    requireRow(DEUX, model.model().targetEmbedding(parameters), model.target(), "deux");
    var provenance = ModelDirectory.local(folder.resolve("model")).description().provenance();
    assertTrue(provenance.keySet().containsAll(List.of("source-embeddings", "target-embeddings")));
  }

  @Test
  void aJointVocabularyBeginsWithTheVectorsOfOneFile() {
    train("--embeddings", english).done();
    TextTranslator model = model();
    requireRow(TWO, model.model().sourceEmbedding(model.parameters()), model.source(), "two");
  }

  @Test
  void vectorsThatCannotBeUsedAreRefusedBeforeTheTextIsRead() {
    requireRefused(
        2,
        "--embeddings are of words, --tokens is bpe; add --tokens word",
        "--tokens",
        "bpe",
        "--embeddings",
        english);
    requireRefused(
        2, "--source-embeddings needs --vocabulary separate", "--source-embeddings", english);
    requireRefused(
        2,
        "--embeddings needs --vocabulary joint",
        "--vocabulary",
        "separate",
        "--embeddings",
        english);
    requireRefused(
        2,
        "--embeddings is for a fresh start",
        "--embeddings",
        english,
        "--init-from",
        folder.toString());
  }

  @Test
  void filesOfDifferentSizesAreRefused() throws IOException {
    Path three = Files.writeString(folder.resolve("three.txt"), "deux 5 6 7\n");
    requireRefused(
        4,
        "has vectors of 3 numbers, expected 4",
        "--vocabulary",
        "separate",
        "--source-embeddings",
        english,
        "--target-embeddings",
        three.toString());
  }

  private void requireRefused(int status, String part, String... more) {
    Jobs.Outcome refused = train(more);
    assertEquals(status, refused.status(), refused.err());
    assertTrue(refused.json().path("error").asText().contains(part), refused.json().toString());
  }
}
