package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Completion as a server gives it: many prompts in one pass. */
class LanguageModelServingTest {
  private static final String TEXT = "the red fox and the grey hare\n";

  private static TextGenerator generator(TokenKind kind) {
    return TinyModels.untrained(TinyModels.tokenizer(kind, 300, TEXT.repeat(3)), 5);
  }

  private static List<TextGenerator.Prompt> prompts() {
    List<TextGenerator.Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SamplingConfig sampling = new SamplingConfig(i % 3 * 0.5, i % 4, 1, i);
      prompts.add(new TextGenerator.Prompt(TEXT.substring(0, i), 1 + 7 * i % 23, sampling));
    }
    return prompts;
  }

  @ParameterizedTest
  @EnumSource(TokenKind.class)
  void aTextDoesNotDependOnTheOtherPrompts(TokenKind kind) {
    TextGenerator generator = generator(kind);
    List<TextGenerator.Prompt> prompts = prompts();
    List<String> together = generator.generate(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      TextGenerator.Prompt prompt = prompts.get(i);
      assertEquals(generator.generate(List.of(prompt)).get(0), together.get(i));
      String alone =
          generator.generate(prompt.text(), prompt.length(), prompt.sampling(), piece -> {});
      assertEquals(alone, together.get(i), prompt.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(TokenKind.class)
  void theSumOfTheWantedPiecesIsTheText(TokenKind kind) {
    TextGenerator generator = generator(kind);
    List<TextGenerator.Prompt> prompts = prompts();
    StringBuilder[] sums = new StringBuilder[prompts.size()];
    Arrays.setAll(sums, i -> new StringBuilder());
    List<String> whole = generator.generate(prompts);
    List<String> texts =
        generator.generate(
            prompts,
            new TextListener() {
              @Override
              public boolean wantsPieces(int prompt) {
                return prompt % 2 == 0;
              }

              @Override
              public void piece(int prompt, String piece) {
                sums[prompt].append(piece);
              }

              @Override
              public boolean stopped(int prompt) {
                // Of a text that nobody needs, the first piece is the last.
                return prompt % 4 == 0 && sums[prompt].length() > 0;
              }
            });
    for (int i = 0; i < sums.length; i++) {
      String expected = i % 2 == 0 ? whole.get(i) : "";
      String sum = sums[i].toString();
      assertTrue(
          i % 4 == 0 ? expected.startsWith(sum) : expected.equals(sum), prompts.get(i) + sum);
      assertTrue(i % 4 == 0 || whole.get(i).equals(texts.get(i)), "whole texts are the same");
    }
    assertTrue(sums[16].length() < whole.get(16).length(), "a stopped text ends early");
  }

  private static ServedModel<?> served() {
    TextGenerator generator = generator(TokenKind.CHAR);
    Map<String, byte[]> files = new LinkedHashMap<>();
    LanguageModel model = generator.model();
    files.put(
        ModelDirectory.MODEL, Json.document(ModelDescription.of(model.kind(), model.config())));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), generator.parameters()));
    files.put("tokenizer.json", TokenizerJson.writeBytes(generator.tokenizer()));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return new LanguageModelServing().open(ModelDirectory.of(files, "tiny"));
  }

  private static Object answer(ServedModel<?> model, String request) {
    return asked(model, request);
  }

  private static <Q> Object asked(ServedModel<Q> model, String request) {
    byte[] body = request.getBytes(StandardCharsets.UTF_8);
    return model.answer(List.of(model.parse(RequestFields.read(body)))).get(0);
  }

  @Test
  void fieldsOfARequestAreThoseOfSampling() {
    String text =
        generator(TokenKind.CHAR)
            .generate("the ", 12, new SamplingConfig(1.5, 3, 0.9, 4), piece -> {});
    String request =
        "{\"prompt\":\"the"
            + " \",\"length\":12,\"temperature\":1.5,\"top_k\":3,\"top_p\":0.9,\"seed\":4}";
    assertEquals(Map.of("text", text), answer(served(), request));
    String usual =
        generator(TokenKind.CHAR).generate("", 20, SamplingConfig.defaults(1), piece -> {});
    assertEquals(Map.of("text", usual), answer(served(), "{\"prompt\":\"\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"length\":3}                     | field \"prompt\" is missing",
        "{\"prompt\":\"a\",\"length\":1001} | field \"length\" is 1001, expected",
        "{\"prompt\":\"a\",\"temperature\":-1} | temperature is -1.0, expected",
        "{\"prompt\":\"a\",\"top_p\":0}     | top_p is 0.0, expected",
        "{\"prompt\":\"a\",\"beam\":2}      | unknown field \"beam\", expected among [length,",
      })
  void aRequestThatCannotBeIsRefusedByItsField(String request, String expected) {
    ServedModel<?> model = served();
    Exception refused = assertThrows(BadRequestException.class, () -> answer(model, request));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(expected), refused.getMessage());
  }

  @Test
  void aPromptOfABookIsRefused() {
    ServedModel<?> model = served();
    String request = "{\"prompt\":\"" + "a".repeat(10_001) + "\"}";
    Exception refused = assertThrows(BadRequestException.class, () -> answer(model, request));
    assertEquals(
        "field \"prompt\" has 10001 characters, expected at most 10000", refused.getMessage());
  }
}
