package dev.recurrent.nlp.generation;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Predicts the next token: embedding, recurrent layers, softmax. Its hidden state goes on from
 * batch to batch, so that it learns from contiguous text by truncated BPTT.
 */
public record LanguageModel(LanguageModelConfig config) implements Model<TokenBatch> {
  static final String EMBEDDING = "embedding.";
  static final String RECURRENT = "rnn.";
  static final String OUTPUT = "output.";

  /** The name of the kind in {@code model.json}. */
  public static final String KIND = "language-model";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ParameterLayout layout() {
    ParameterLayout layout =
        ParameterLayout.empty()
            .with(EMBEDDING, Embedding.layout(config.vocabularySize(), config.embeddingSize()))
            .with(RECURRENT, config.recurrent().layout());
    return config.tied()
        ? layout.with(OUTPUT + "bias", 1, config.vocabularySize())
        : layout.with(OUTPUT, Dense.layout(config.hiddenSize(), config.vocabularySize()));
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Parameters bound = Parameters.of(layout(), parameters, new float[parameters.length]);
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 0));
    // Rows of variance one are read at once; small ones wait until they have grown. Those that are
    // the softmax's weights too have to start small.
    Initializer.uniform(
        bound.at(EMBEDDING).value("weight"), config.tied() ? 0.1 : Math.sqrt(3), random);
    config.recurrent().initialize(bound.at(RECURRENT), random);
    if (!config.tied()) {
      Initializer.glorot(bound.at(OUTPUT).value("weight"), random);
    }
    bound.at(OUTPUT).value("bias").fill(0f);
  }

  @Override
  public LanguageModelPass bind(float[] parameters, float[] gradient) {
    return new LanguageModelPass(config, Parameters.of(layout(), parameters, gradient));
  }

  /** Floats of memory that training keeps for each target: activations and their gradients. */
  public long activationsPerTarget() {
    Cell cell = config.recurrent().cellOf(0);
    long layer = cell.tapeSize() + cell.stateSize() + 3L * cell.hiddenSize();
    return 3L * config.embeddingSize() + config.layers() * layer + 2L * softmaxSize();
  }

  private int softmaxSize() {
    Integer samples = config.softmaxSamples();
    return samples == null ? config.vocabularySize() : samples;
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    List<ModelSummary.Layer> lines = new ArrayList<>();
    int v = config.vocabularySize();
    int e = config.embeddingSize();
    lines.add(new ModelSummary.Layer("embedding", "Embedding", "(T, B, " + e + ")", (long) v * e));
    for (int i = 0; i < config.layers(); i++) {
      Cell cell = config.recurrent().cellOf(i);
      long g = cell.gateSize();
      long biases = cell.hasRecurrentBias() ? 2 : 1;
      lines.add(
          new ModelSummary.Layer(
              "rnn_l" + i,
              cell.label(),
              "(T, B, " + cell.hiddenSize() + ")",
              g * (cell.inputSize() + cell.hiddenSize() + biases)));
    }
    long outputs = config.tied() ? v : (long) v * config.hiddenSize() + v;
    String type = config.tied() ? "Dense, tied" : "Dense";
    lines.add(new ModelSummary.Layer("output", type, "(T, B, " + v + ")", outputs));
    return lines;
  }
}
