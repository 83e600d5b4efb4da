package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.FuzzedModel;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedGeneratorTest {
  @ParameterizedTest
  @EnumSource(TokenKind.class)
  void aDamagedGeneratorIsReadOrRefusedSoonAndInLittleMemory(TokenKind kind) {
    Tokenizer tokenizer = TinyModels.tokenizer(kind, 300, "the fox and the hare\n".repeat(3));
    LanguageModelConfig config =
        LanguageModelConfig.defaults(tokenizer.vocabulary().size())
            .withCell(CellType.LSTM, 4, 2)
            .withEmbedding(4, true);
    Map<String, byte[]> files = Map.of("tokenizer.json", TokenizerJson.writeBytes(tokenizer));
    int refused =
        FuzzedModel.of(new LanguageModel(config), config, files, TextGenerator::load).read(150);
    assertTrue(refused > 75, refused + " refused");
  }
}
