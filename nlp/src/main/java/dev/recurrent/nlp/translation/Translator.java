package dev.recurrent.nlp.translation;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reads a sentence, writes another: an encoder over the source, a bridge that turns its last state
 * into the decoder's first, and a decoder that looks back at all of the encoder's outputs. Without
 * attention it is the sequence to sequence network of Sutskever et al. (2014), arXiv:1409.3215.
 */
public record Translator(TranslatorConfig config) implements Model<PairBatch> {
  static final String SOURCE = "source_embedding.";
  static final String TARGET = "target_embedding.";
  static final String ENCODER = "encoder.";
  static final String BRIDGE = "bridge_l";
  static final String DECODER = "decoder.";
  static final String OUTPUT = "output.";

  private static final String LM_EMBEDDING = PretrainedLayers.EMBEDDING + "weight";

  /** The name of the kind in {@code model.json}. */
  public static final String KIND = "translator";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ParameterLayout layout() {
    TranslatorConfig.VocabularyConfig tokens = config.vocabulary();
    int e = config.embeddingSize();
    ParameterLayout layout =
        tokens.shared()
            ? ParameterLayout.empty()
            : ParameterLayout.empty().with(SOURCE, Embedding.layout(tokens.source(), e));
    layout =
        layout
            .with(TARGET, Embedding.layout(tokens.target(), e))
            .with(ENCODER, config.encoder().layout());
    for (int level = 0; level < config.layers(); level++) {
      layout = layout.with(bridge(level), Dense.layout(config.stateSize(), config.stateSize()));
    }
    layout = layout.with(DECODER, config.decoder().layout());
    return tokens.tied()
        ? layout.with(OUTPUT + "bias", 1, tokens.target())
        : layout.with(OUTPUT, Dense.layout(e, tokens.target()));
  }

  static String bridge(int level) {
    return BRIDGE + level + ".";
  }

  /** Where the source's embedding lies. */
  static String sourceEmbedding(TranslatorConfig config) {
    return config.vocabulary().shared() ? TARGET : SOURCE;
  }

  /** (V,E), a view: the embedding that the encoder reads; both sides' where they share one. */
  public Matrix sourceEmbedding(float[] parameters) {
    return layout().view(parameters, sourceEmbedding(config) + "weight");
  }

  /** (V,E), a view: the embedding that the decoder reads. */
  public Matrix targetEmbedding(float[] parameters) {
    return layout().view(parameters, TARGET + "weight");
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    ParameterLayout layout = layout();
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 0));
    Arrays.fill(parameters, 0f);
    for (ParameterLayout.Entry entry : layout.entries()) {
      Matrix values = layout.view(parameters, entry.name());
      if (entry.name().contains("embedding.")) {
        Initializer.uniform(values, 0.1, random);
      } else if (entry.name().endsWith(".weight")) {
        Initializer.glorot(values, random);
      }
    }
    Parameters bound = Parameters.of(layout, parameters, new float[parameters.length]);
    config.encoder().initialize(bound.at(ENCODER), random);
    config.decoder().layers().initialize(bound.at(DECODER), random);
  }

  /**
   * Copies a language model's embedding and recurrent layers into the encoder's, the forward ones
   * of a bidirectional encoder. Ramachandran et al. (2016), arXiv:1611.02683.
   *
   * @throws IllegalArgumentException if the sizes differ, or it reads from the end
   * @throws dev.recurrent.format.UnusableModelException if a tensor is missing
   */
  public void startEncoder(float[] parameters, PretrainedLayers layers) {
    start(parameters, layers, config.encoder(), ENCODER);
    layers.copyTo(LM_EMBEDDING, sourceEmbedding(parameters), config.embeddingSize());
  }

  /**
   * Copies a language model's embedding and recurrent layers into the decoder's. The columns that
   * read what the step before gave to the softmax stay as they are.
   *
   * @throws IllegalArgumentException if the sizes differ, or it reads from the end
   * @throws dev.recurrent.format.UnusableModelException if a tensor is missing
   */
  public void startDecoder(float[] parameters, PretrainedLayers layers) {
    start(parameters, layers, config.decoder().layers(), DECODER);
    layers.copyTo(LM_EMBEDDING, targetEmbedding(parameters), config.embeddingSize());
  }

  private void start(
      float[] parameters, PretrainedLayers layers, RecurrentConfig own, String prefix) {
    RecurrentConfig read = layers.recurrent(0);
    boolean fits =
        read.cell().name().equals(own.cell().name())
            && read.layers() == own.layers()
            && read.hiddenSize() == own.hiddenSize()
            && read.inputSize() == config.embeddingSize();
    if (!fits || layers.backward()) {
      throw new IllegalArgumentException(
          layers.where()
              + " has "
              + sizes(read, read.inputSize())
              + (layers.backward() ? ", read from the end" : "")
              + ", expected "
              + sizes(own, config.embeddingSize())
              + (own.directions() == 2 ? " in each direction, half of the hidden size" : ""));
    }
    ParameterLayout layout = layout();
    for (ParameterLayout.Entry entry : read.layout().entries()) {
      layers.copyTo(
          PretrainedLayers.RECURRENT + entry.name(),
          layout.view(parameters, prefix + entry.name()),
          entry.columns());
    }
  }

  private static String sizes(RecurrentConfig layers, int embeddingSize) {
    return layers.layers()
        + " layers of "
        + layers.hiddenSize()
        + " "
        + layers.cell().name()
        + " units over an embedding of "
        + embeddingSize;
  }

  /**
   * Lets fresh parameters begin with the targets' frequencies: the output's bias is the logarithm
   * of what each token's probability is without any source. Otherwise the rows of rare tokens have
   * to bring that about, all in one direction, and end up alike.
   *
   * @param counts of each target token in the training data
   */
  public void expectFrequencies(float[] parameters, long[] counts) {
    double smoothing = config.noise().labelSmoothing();
    double all = Arrays.stream(counts).sum() + counts.length;
    Matrix bias = layout().view(parameters, OUTPUT + "bias");
    for (int j = 0; j < counts.length; j++) {
      double frequency = (counts[j] + 1) / all;
      bias.set(0, j, (float) Math.log((1 - smoothing) * frequency + smoothing / counts.length));
    }
  }

  @Override
  public TranslatorPass bind(float[] parameters, float[] gradient) {
    return new TranslatorPass(config, Parameters.of(layout(), parameters, gradient));
  }

  /** Floats of memory that training keeps for each target, its source token beside it. */
  public long activationsPerTarget() {
    Cell cell = config.decoder().layers().cellOf(0);
    long layer = cell.tapeSize() + cell.stateSize() + 4L * cell.hiddenSize();
    long output = 2L * config.vocabulary().target() + 4L * config.embeddingSize();
    return 6L * config.embeddingSize() + 2L * config.layers() * layer + output;
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    List<ModelSummary.Layer> lines = new ArrayList<>();
    TranslatorConfig.VocabularyConfig tokens = config.vocabulary();
    int e = config.embeddingSize();
    int h = config.hiddenSize();
    if (!tokens.shared()) {
      lines.add(line("source_embedding", "Embedding", "(S, B, " + e + ")", SOURCE));
    }
    String embedding = tokens.shared() ? "embedding" : "target_embedding";
    lines.add(line(embedding, "Embedding", "(T, B, " + e + ")", TARGET));
    stack(lines, "encoder", "S", config.encoder(), ENCODER);
    for (int level = 0; level < config.layers(); level++) {
      String shape = "(B, " + config.stateSize() + ")";
      lines.add(line("bridge_l" + level, "Dense", shape, bridge(level)));
    }
    stack(lines, "decoder", "T", config.decoder().layers(), DECODER);
    lines.add(
        line("attention", config.attention().label(), "(T, B, " + h + ")", DECODER + "attention."));
    lines.add(line("combine", "Dense, tanh", "(T, B, " + e + ")", DECODER + "combine."));
    String type = tokens.tied() ? "Dense, tied" : "Dense";
    lines.add(line("output", type, "(T, B, " + tokens.target() + ")", OUTPUT));
    return lines;
  }

  private ModelSummary.Layer line(String name, String type, String shape, String prefix) {
    long parameters = 0;
    for (ParameterLayout.Entry entry : layout().entries()) {
      parameters += entry.name().startsWith(prefix) ? entry.size() : 0;
    }
    return new ModelSummary.Layer(name, type, shape, parameters);
  }

  private void stack(
      List<ModelSummary.Layer> lines,
      String name,
      String steps,
      RecurrentConfig stack,
      String prefix) {
    String type = (stack.directions() == 2 ? "bidirectional " : "") + stack.cell().name();
    for (int level = 0; level < stack.layers(); level++) {
      long parameters = 0;
      for (ParameterLayout.Entry entry : layout().entries()) {
        String own = entry.name();
        boolean here = own.endsWith("_l" + level) || own.endsWith("_l" + level + "_reverse");
        parameters += own.startsWith(prefix) && here ? entry.size() : 0;
      }
      String shape = "(" + steps + ", B, " + stack.outputSize() + ")";
      lines.add(new ModelSummary.Layer(name + "_l" + level, type, shape, parameters));
    }
  }
}
