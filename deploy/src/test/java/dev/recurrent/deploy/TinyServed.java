package dev.recurrent.deploy;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.train.Model;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An untrained model of each kind, as a run publishes it. */
final class TinyServed {
  private TinyServed() {}

  static Tokenizer tokenizer(TokenKind kind) {
    TokenCounts counts = new TokenCounts(kind);
    counts.add("a good film and a bad film; the fox and the hare, 1 2 3\n");
    return TokenizerTrainer.learn(kind, 100, counts);
  }

  /** Writes one of the kind that answers at {@code /v1/<verb>}. */
  static Path write(Path directory, String verb) throws IOException {
    switch (verb) {
      case "complete" -> {
        Tokenizer tokenizer = tokenizer(TokenKind.CHAR);
        LanguageModelConfig config =
            LanguageModelConfig.defaults(tokenizer.vocabulary().size())
                .withCell(CellType.LSTM, 6, 2)
                .withEmbedding(4, false);
        write(directory, new LanguageModel(config), config, tokenizer);
      }
      case "classify" -> {
        Tokenizer tokenizer = tokenizer(TokenKind.WORD);
        RecurrentConfig recurrent =
            new RecurrentConfig(CellType.GRU, 4, 3, 1, 2, 0f, Dropout.Kind.EACH_STEP);
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
        write(directory, new ClassifierModel(config), config, tokenizer);
      }
      case "translate" -> {
        Tokenizer tokenizer = tokenizer(TokenKind.CHAR);
        int size = tokenizer.vocabulary().size();
        TranslatorConfig config =
            TranslatorConfig.defaults(
                    new TranslatorConfig.VocabularyConfig(size, size, true, false))
                .withCell(CellType.LSTM, 4, 1)
                .withEmbeddingSize(3);
        write(directory, new Translator(config), config, tokenizer);
      }
      case "forecast" -> {
        ForecastConfig config =
            new ForecastConfig(window(), CellType.GRU, 4, 1, 0f, true, Distribution.STUDENT_T);
        write(directory, new ForecastModel(config), config, null);
      }
      default -> {
        SequenceModel model = SequenceModel.input(2).recurrent(CellType.GRU, 3).dense(1);
        float[] parameters = new float[model.layout().size()];
        model.initialize(parameters, 1);
        new SequencePredictor(model, parameters).save(directory);
      }
    }
    return directory;
  }

  private static WindowConfig window() {
    return new WindowConfig(
        4,
        2,
        Frequency.of("D"),
        true,
        7,
        List.of(),
        true,
        List.of(Covariate.number("price", Covariate.Kind.KNOWN)),
        Scaling.STANDARD,
        BaseForecast.NAIVE,
        false);
  }

  private static void write(
      Path directory, Model<?> model, Record config, @Nullable Tokenizer tokenizer)
      throws IOException {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(ModelDescription.of(model.kind(), config)));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    if (tokenizer != null) {
      files.put("tokenizer.json", TokenizerJson.writeBytes(tokenizer));
    }
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }
}
