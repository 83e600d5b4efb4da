package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classification as a server gives it: the texts of many requests in one pass. */
class ClassifierServingTest {
  private static TextClassifier classifier() {
    return classifier(2);
  }

  private static TextClassifier classifier(long seed) {
    Tokenizer tokenizer = Texts.tokenizer();
    ClassifierModel model =
        new ClassifierModel(
            new ClassifierConfig(
                List.of("bad", "good"),
                tokenizer.vocabulary().size(),
                4,
                new RecurrentConfig(CellType.GRU, 4, 3, 1, 2, 0f, Dropout.Kind.EACH_STEP),
                Pooling.ATTENTION,
                0f,
                0f,
                0f,
                false,
                new TextPreprocessing(true, true, 20, TextPreprocessing.Keep.HEAD)));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    return new TextClassifier(model, parameters, tokenizer);
  }

  private static ServedModel<?> served() {
    Map<String, byte[]> files = new LinkedHashMap<>(classifier().files(Map.of()));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return new ClassifierServing().open(ModelDirectory.of(files, "tiny"));
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
      "{'texts':['a fine film','dull']}",
      "{'texts':[]}",
      "{'texts':['a good film. a good film. a bad film. a dull film','','a film']}"
    };
    ServedModel<?> model = served();
    List<?> together = answers(model, requests);
    for (int i = 0; i < requests.length; i++) {
      assertEquals(answers(model, requests[i]).get(0), together.get(i));
    }
    assertEquals(Map.of("predictions", List.of()), together.get(1));
    TextClassifier.Prediction dull = classifier().classify("dull");
    Map<?, ?> first = (Map<?, ?>) together.get(0);
    assertEquals(
        Map.of(
            "label",
            dull.label(),
            "probabilities",
            Map.of("bad", dull.probabilities()[0], "good", dull.probabilities()[1])),
        ((List<?>) java.util.Objects.requireNonNull(first.get("predictions"))).get(1));
  }

  @Test
  void aTextThatIsNoStringIsRefusedByItsPlace() {
    ServedModel<?> model = served();
    Exception refused =
        assertThrows(BadRequestException.class, () -> answers(model, "{'texts':['a',null]}"));
    assertEquals("field \"texts[1]\" is null, expected a string", refused.getMessage());
  }

  @Test
  void anEnsembleGivesTheMeanOfItsMembersAndIsNotExported() {
    TextClassifier one = classifier(2);
    TextClassifier other = classifier(3);
    TextClassifier both =
        new TextClassifier(
            one.model(),
            EnsembleLayout.join(List.of(one.parameters(), other.parameters())),
            one.tokenizer());
    Map<String, byte[]> files = new LinkedHashMap<>(both.files(Map.of()));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    ModelDirectory directory = ModelDirectory.of(files, "both");
    TextClassifier read = TextClassifier.load(directory);
    assertEquals(2, read.members());
    double mean =
        (one.classify("so good").probabilities()[1] + other.classify("so good").probabilities()[1])
            / 2;
    assertEquals(mean, read.classify("so good").probabilities()[1], 1e-12);
    double weights = read.explain("so good").stream().mapToDouble(w -> w.weight()).sum();
    assertEquals(1, weights, 1e-6);
    for (ModelExporter exporter : List.of(new ClassifierHuggingface(), new ClassifierOnnx())) {
      String message =
          assertThrows(UnusableModelException.class, () -> exporter.files(directory, true))
              .getMessage();
      assertTrue(message.contains("ensemble of 2 networks"), message);
    }
  }
}
