package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.FuzzedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DamagedClassifierTest {
  @Test
  void aDamagedClassifierIsReadOrRefusedSoonAndInLittleMemory() {
    TokenCounts counts = new TokenCounts(TokenKind.WORD);
    counts.add("good and bad words");
    Tokenizer tokenizer = TokenizerTrainer.learn(TokenKind.WORD, 100, counts);
    RecurrentConfig recurrent =
        new RecurrentConfig(CellType.GRU, 4, 3, 2, 2, 0f, Dropout.Kind.EACH_STEP);
    ClassifierConfig config =
        new ClassifierConfig(
            List.of("bad", "good"),
            tokenizer.vocabulary().size(),
            4,
            recurrent,
            Pooling.ATTENTION,
            0f,
            0f,
            0f,
            false,
            new TextPreprocessing(true, true, 20, TextPreprocessing.Keep.HEAD));
    Map<String, byte[]> files = Map.of("tokenizer.json", TokenizerJson.writeBytes(tokenizer));
    int refused =
        FuzzedModel.of(new ClassifierModel(config), config, files, TextClassifier::load).read(300);
    assertTrue(refused > 150, refused + " refused");
  }
}
