package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorStartTest {
  @TempDir Path folder;
  private Path text;
  private String vectors = "";

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), Jobs.text(40));
    vectors = Files.writeString(folder.resolve("v.vec"), "1 4\nships 1 2 3 4\n").toString();
  }

  private Jobs.Outcome train(String... options) {
    return Jobs.train(text, folder.resolve("model"), options);
  }

  @Test
  void aLanguageModelBeginsWithTheVectorsOfItsWords() {
    String[] options = {
      "--tokens",
      "word",
      "--embeddings",
      vectors,
      "--embedding-size",
      "0",
      "--rounds",
      "1",
      "--optimizer",
      "sgd",
      "--learning-rate",
      "1e-30"
    };
    Jobs.Outcome trained = train(options).done();
    assertTrue(trained.err().contains("1 of "), trained.err());
    ModelDirectory directory = ModelDirectory.local(folder.resolve("model"));
    TextGenerator model = TextGenerator.load(directory);
    assertEquals(4, model.model().config().embeddingSize());
    Matrix weight = model.model().layout().view(model.parameters(), "embedding.weight");
    int id = model.tokenizer().vocabulary().id(" ships");
    assertArrayEquals(new float[] {1, 2, 3, 4}, weight.rows(id, 1).toArray());
    assertTrue(directory.description().provenance().containsKey("embeddings"));
  }

  @Test
  void vectorsThatCannotBeUsedAreRefused() {
    requireRefused(2, "--embeddings are of words, --tokens is char", "--embeddings", vectors);
    requireRefused(
        4,
        "has vectors of 4 numbers, expected 3 (--embedding-size)",
        "--tokens",
        "word",
        "--embeddings",
        vectors,
        "--embedding-size",
        "3");
    requireRefused(
        2,
        "--embeddings is for a fresh start",
        "--tokens",
        "word",
        "--embeddings",
        vectors,
        "--init-from",
        folder.toString());
    requireRefused(4, "does not exist", "--tokens", "word", "--embeddings", vectors + "2");
  }

  private void requireRefused(int status, String part, String... options) {
    Jobs.Outcome refused = train(options);
    assertEquals(status, refused.status(), refused.err());
    assertTrue(refused.json().path("error").asText().contains(part), refused.json().toString());
  }
}
