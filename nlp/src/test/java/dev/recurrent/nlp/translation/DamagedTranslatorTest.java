package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.FuzzedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedTranslatorTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedTranslatorIsReadOrRefusedSoonAndInLittleMemory(boolean shared) {
    TokenCounts counts = new TokenCounts(TokenKind.CHAR);
    counts.add("the red fox");
    Tokenizer tokenizer = TokenizerTrainer.learn(TokenKind.CHAR, 100, counts);
    int size = tokenizer.vocabulary().size();
    TranslatorConfig config =
        TranslatorConfig.defaults(new VocabularyConfig(size, size, shared, false))
            .withCell(CellType.LSTM, 4, 2)
            .withEmbeddingSize(3);
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] json = TokenizerJson.writeBytes(tokenizer);
    if (shared) {
      files.put(TextTranslator.TOKENIZER, json);
    } else {
      files.put(TextTranslator.SOURCE_TOKENIZER, json);
      files.put(TextTranslator.TARGET_TOKENIZER, json);
    }
    int refused =
        FuzzedModel.of(new Translator(config), config, files, TextTranslator::load).read(150);
    assertTrue(refused > 75, refused + " refused");
  }
}
