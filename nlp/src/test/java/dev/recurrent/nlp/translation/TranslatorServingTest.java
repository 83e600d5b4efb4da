package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Translation as a server gives it: requests of one beam in one search. */
class TranslatorServingTest {
  private static ServedModel<?> served() {
    TokenCounts counts = new TokenCounts(TokenKind.CHAR);
    counts.add("the red fox");
    Tokenizer tokenizer = TokenizerTrainer.learn(TokenKind.CHAR, 100, counts);
    int size = tokenizer.vocabulary().size();
    TranslatorConfig config =
        TranslatorConfig.defaults(new TranslatorConfig.VocabularyConfig(size, size, true, false))
            .withCell(CellType.LSTM, 4, 1)
            .withEmbeddingSize(3);
    Translator model = new Translator(config);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 4);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(ModelDescription.of(model.kind(), config)));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    files.put(TextTranslator.TOKENIZER, TokenizerJson.writeBytes(tokenizer));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return new TranslatorServing().open(ModelDirectory.of(files, "tiny"));
  }

  private static <Q> List<?> answers(ServedModel<Q> model, String... requests) {
    List<Q> parsed = new ArrayList<>();
    for (String request : requests) {
      byte[] body = request.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      parsed.add(model.parse(RequestFields.read(body)));
    }
    return model.answer(parsed);
  }

  @Test
  void anAnswerDoesNotDependOnTheOtherRequests() {
    String[] requests = {
      "{'texts':['the fox','red'],'beam':1}",
      "{'texts':['fox']}",
      "{'texts':['','the red fox the red fox'],'beam':1}",
      "{'texts':['fox','the'],'beam':5}"
    };
    ServedModel<?> model = served();
    List<?> together = answers(model, requests);
    for (int i = 0; i < requests.length; i++) {
      assertEquals(answers(model, requests[i]).get(0), together.get(i), requests[i]);
    }
  }

  @Test
  void aBeamThatCannotBeIsRefused() {
    ServedModel<?> model = served();
    Exception refused =
        assertThrows(BadRequestException.class, () -> answers(model, "{'texts':['a'],'beam':101}"));
    assertEquals(
        "field \"beam\" is 101, expected a whole number from 1 to 100", refused.getMessage());
  }
}
