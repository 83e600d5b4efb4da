package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.translation.TextTranslator.Translation;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.cell.CellType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sentences in, sentences out, for several threads. */
class TextTranslatorTest {
  private static final String TEXT = "the red fox and the brown hare run over the wet field .";

  private static Tokenizer words() {
    TokenCounts counts = new TokenCounts(TokenKind.WORD);
    counts.add(TEXT);
    return TokenizerTrainer.learn(TokenKind.WORD, 100, counts);
  }

  /** Random weights, with what the softmax adds to the unknown word. */
  private static TextTranslator translator(float unknown) {
    Tokenizer words = words();
    int v = words.vocabulary().size();
    Translator model =
        new Translator(
            TranslatorConfig.defaults(new VocabularyConfig(v, v, true, false))
                .withCell(CellType.LSTM, 8, 1)
                .withEmbeddingSize(5));
    float[] parameters = new float[model.layout().size()];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-1, 1);
    }
    parameters[model.layout().entry("output.bias").offset() + Vocabulary.UNKNOWN] = unknown;
    return new TextTranslator(model, parameters, words, words);
  }

  @Test
  void unknownWordsAreCopiedFromWhereTheModelLooked() {
    List<String> source = List.of("Ludwig", "van", "Beethoven");
    TextTranslator translator = translator(50);
    Translation found =
        translator.translate(List.of(String.join(" ", source)), SearchConfig.greedy()).get(0);
    String[] words = found.text().split(" ");
    assertTrue(words.length > 1, found.text());
    for (int i = 0; i < words.length; i++) {
      float[] looked = found.attention()[i];
      int most = 0;
      for (int s = 1; s < source.size(); s++) {
        most = looked[s] > looked[most] ? s : most;
      }
      assertEquals(source.get(most), words[i], found.text());
    }
  }

  @Test
  void aSourceOfAnyLengthIsTranslatedBesideShortOnes() {
    String endless = "the fox ".repeat(2 * TextTranslator.LONGEST_SOURCE);
    List<Translation> found =
        translator(0).translate(List.of("the fox", endless, "  "), SearchConfig.greedy());
    assertEquals(
        TextTranslator.LONGEST_SOURCE + 1, found.get(1).sourceTokens().size(), "with its end");
    assertEquals("", found.get(2).text());
    assertEquals(
        translator(0).translate(List.of("the fox"), SearchConfig.greedy()).get(0).text(),
        found.get(0).text());
  }

  @Test
  void emptySentencesStayEmpty() {
    List<Translation> found =
        translator(0).translate(List.of("", "the fox", ""), SearchConfig.defaults());
    assertEquals("", found.get(0).text());
    assertEquals("", found.get(2).text());
    assertEquals(3, found.size());
  }

  @Test
  void threadsShareATranslator() {
    TextTranslator translator = translator(0);
    List<String> sentences =
        IntStream.range(0, 40).mapToObj(i -> TEXT.substring(0, 3 + i)).toList();
    Function<String, String> bits =
        sentence -> {
          Translation best = translator.nBest(sentence, SearchConfig.defaults()).get(0);
          return best.text() + " " + best.score() + Arrays.deepToString(best.attention());
        };
    List<String> alone = sentences.stream().map(bits).toList();
    assertEquals(alone, sentences.parallelStream().map(bits).toList());
    assertEquals(
        sentences.stream()
            .map(s -> translator.nBest(s, SearchConfig.defaults()).get(0).text())
            .toList(),
        translator.translate(sentences, SearchConfig.defaults()).stream()
            .map(Translation::text)
            .toList());
  }

  @Test
  void attentionHasARowForEachTokenAndAColumnForEachOfTheSource() {
    Translation found = translator(0).nBest("the red fox", SearchConfig.defaults()).get(0);
    assertEquals(List.of("the", " red", " fox", "</s>"), found.sourceTokens());
    assertEquals(found.tokens().size(), found.attention().length);
    for (float[] row : found.attention()) {
      assertEquals(4, row.length);
    }
  }
}
