package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Word vectors know words that no labelled text has. */
class SentimentVectorsTest {
  private static final String GOOD = " 1 0 0 0 1\n";
  private static final String BAD = " 0 1 0 0 1\n";
  private static final String VECTORS =
      String.join(
          "",
          "good" + GOOD,
          "bad" + BAD,
          "the 0 0 1 1 0\n",
          "not 0 0 1 0 0\n",
          ", 0 0 0 1 0\n",
          "Superb" + GOOD,
          "two words 1 1 1 1 1\n",
          "</s> 1 1 1 1 1\n",
          "superb" + GOOD,
          "awful" + BAD);

  @TempDir private Path folder;
  private Path table;

  @BeforeEach
  void texts() throws IOException {
    table = folder.resolve("reviews.csv");
    Files.writeString(table, Reviews.rows("text,label\n", ",", 160));
  }

  private TextClassifier trained(String... options) throws IOException {
    JobRun run = Reviews.train(folder, table, "run", options).done();
    assertTrue(run.err().contains(" words have a vector"), run.err());
    return TextClassifier.load(ModelDirectory.local(folder.resolve("run")));
  }

  private String file() throws IOException {
    return Files.writeString(folder.resolve("vectors.txt"), VECTORS).toString();
  }

  @Test
  void aWordOfTheFileIsReadAsItsVectorSays() throws IOException {
    TextClassifier classifier = trained("--embeddings", file(), "--freeze", "--epochs", "12");
    assertEquals("fine", classifier.classify("good, the film and the book not bad").label());
    assertEquals("fine", classifier.classify("Superb, the film and the book not awful").label());
    assertEquals("poor", classifier.classify("Awful, the film and the book not superb").label());
  }

  @Test
  void onlyWordsThatATextCanHaveAreTaken() throws IOException {
    Vocabulary words = trained("--embeddings", file(), "--epochs", "1").tokenizer().vocabulary();
    assertTrue(words.contains(" superb") && words.contains(" awful"));
    assertFalse(words.contains(" Superb"), "texts are in lower case");
    assertFalse(words.contains(" two words") || words.contains(" </s>"));
    int least = words.size() - 1;
    Vocabulary fewer =
        trained(
                "--embeddings",
                file(),
                "--epochs",
                "1",
                "--vocabulary-size",
                String.valueOf(least),
                "--overwrite")
            .tokenizer()
            .vocabulary();
    assertEquals(least, fewer.size());
    assertTrue(fewer.contains(" superb"));
    assertFalse(fewer.contains(" awful"), "the last word of the file");
  }

  @Test
  void aWordThatFollowsAMarkIsKnownBehindASpaceToo() throws IOException {
    String text = Files.readString(table).replace("the film", "the (superb film");
    Files.writeString(table, text);
    Vocabulary words = trained("--embeddings", file(), "--epochs", "1").tokenizer().vocabulary();
    assertTrue(words.contains("superb") && words.contains(" superb"));
  }

  @Test
  void vectorsOfOtherWordsAreRefused() throws IOException {
    for (String vectors : new String[] {"GOOD 1 2 3\nBAD 3 2 1\n", "bon 1 2 3\n"}) {
      Path none = Files.writeString(folder.resolve("none.txt"), vectors);
      JobRun run = Reviews.train(folder, table, "none", "--embeddings", none.toString());
      assertEquals(4, run.status(), run.err());
      assertTrue(run.err().contains("has a vector for no word of the texts"), run.err());
    }
  }

  @Test
  void vectorsOfFewWordsOfTheTextsAreTrained() throws IOException {
    Path few = Files.writeString(folder.resolve("few.txt"), "good 1 0 0 0 1\nother 1 1 1 1 1\n");
    TextClassifier classifier = trained("--embeddings", few.toString(), "--epochs", "1");
    assertFalse(classifier.model().config().frozen());
  }

  /** With few texts to train on; all tests here have few. */
  @ParameterizedTest
  @CsvSource({
    "true,--freeze,true",
    "true,--epochs,1",
    "false,--freeze,false",
    "false,--optimizer,adamw",
  })
  void vectorsOfAFileStayAsTheyAreUnlessAnOptionSaysOtherwise(
      boolean frozen, String option, String value) throws IOException {
    TextClassifier classifier = trained("--embeddings", file(), "--epochs", "1", option, value);
    int id = classifier.tokenizer().vocabulary().id(" good");
    float[] vector = Arrays.copyOfRange(classifier.parameters(), 5 * id, 5 * id + 5);
    assertEquals(frozen, Arrays.equals(new float[] {1, 0, 0, 0, 1}, vector));
    assertEquals(frozen, classifier.model().config().frozen());
  }

  @Test
  void vectorsOfTheTextsToTrainOnAreTrained() throws IOException {
    TextClassifier classifier =
        trained("--embeddings", "word2vec", "--embedding-size", "5", "--epochs", "1");
    assertFalse(classifier.model().config().frozen());
  }

  @Test
  void wordsThatWord2VecLearnsFromOtherTextsAreTaken() throws IOException {
    StringBuilder more = new StringBuilder("text\n");
    for (int i = 0; i < 6; i++) {
      more.append("a superb film and an awful book\n");
    }
    more.append("an unheard of word\n");
    Path others = Files.writeString(folder.resolve("more.csv"), more);
    TextClassifier classifier =
        trained(
            "--embeddings",
            "word2vec",
            "--embedding-size",
            "5",
            "--epochs",
            "1",
            "--embeddings-input",
            others.toString());
    assertTrue(classifier.model().config().frozen());
    Vocabulary words = classifier.tokenizer().vocabulary();
    assertTrue(words.contains(" superb") && words.contains(" awful"));
    assertFalse(words.contains(" unheard"), "a rare word has no vector");
  }
}
