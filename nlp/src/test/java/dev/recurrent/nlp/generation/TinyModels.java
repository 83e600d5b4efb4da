package dev.recurrent.nlp.generation;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.Adam;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.util.SplittableRandom;

/** Language models small enough for tests, and batches for them. */
final class TinyModels {
  static final int VOCABULARY = 9;

  private TinyModels() {}

  /** Layers of 5 units over 9 tokens. */
  static LanguageModel model(CellType cell, int layers, boolean tied) {
    return new LanguageModel(
        LanguageModelConfig.defaults(VOCABULARY).withCell(cell, 5, layers).withEmbedding(5, tied));
  }

  /** Initial parameters, made larger so that gates leave the linear part. */
  static float[] parameters(LanguageModel model, long seed) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (random.nextDouble() - 0.5) / 5;
    }
    return parameters;
  }

  static LanguageModelPass pass(LanguageModel model, float[] parameters) {
    LanguageModelPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    return pass;
  }

  static int[] tokens(int count, long seed) {
    return new SplittableRandom(seed).ints(count, 0, VOCABULARY).toArray();
  }

  /** Steps {@code from} to below {@code to} of time-major tokens, each predicting the next step. */
  static TokenBatch batch(int[] tokens, int streams, int from, int to, boolean starts) {
    int[] inputs = java.util.Arrays.copyOfRange(tokens, from * streams, to * streams);
    int[] targets = java.util.Arrays.copyOfRange(tokens, (from + 1) * streams, (to + 1) * streams);
    return new TokenBatch(inputs, targets, streams, starts);
  }

  static Tokenizer tokenizer(TokenKind kind, int size, String text) {
    TokenCounts counts = new TokenCounts(kind);
    counts.add(text);
    return TokenizerTrainer.learn(kind, size, counts);
  }

  /** A character model that has read a pattern many times over. */
  static TextGenerator trainedOn(String pattern) {
    Tokenizer tokenizer = tokenizer(TokenKind.CHAR, 100, pattern + "\n");
    LanguageModel model =
        new LanguageModel(
            LanguageModelConfig.defaults(tokenizer.vocabulary().size())
                .withCell(CellType.GRU, 16, 1)
                .withEmbedding(8, false));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    TrainingConfig config = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.02f);
    Trainer<TokenBatch> trainer =
        new Trainer<>(model, config, TrainingState.start(parameters, config.optimizer()));
    int[] tokens = tokenizer.encode(pattern.repeat(12));
    for (int step = 0; step < 300; step++) {
      trainer.step(batch(tokens, 1, 0, tokens.length - 1, true), step, 1f);
    }
    return new TextGenerator(model, trainer.state().parameters, tokenizer);
  }

  /** A model nobody trained, over the tokenizer's vocabulary. */
  static TextGenerator untrained(Tokenizer tokenizer, long seed) {
    LanguageModel model =
        new LanguageModel(
            LanguageModelConfig.defaults(tokenizer.vocabulary().size())
                .withCell(CellType.LSTM, 6, 2)
                .withEmbedding(4, false));
    return new TextGenerator(model, parameters(model, seed), tokenizer);
  }
}
