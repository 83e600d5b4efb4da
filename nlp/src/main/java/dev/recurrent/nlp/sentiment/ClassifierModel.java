package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.Scaling;
import dev.recurrent.nn.SequencePooling;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Embedding, recurrent layers, pooling, softmax: one label for a sequence of tokens. */
public record ClassifierModel(ClassifierConfig config) implements Model<LabelledBatch> {
  static final String EMBEDDING = PretrainedLayers.EMBEDDING;
  static final String RECURRENT = PretrainedLayers.RECURRENT;
  static final String POOLING = "pooling.";
  static final String SCALING = "scaling.";
  static final String OUTPUT = "output.";

  /** Of the layer that predicts the next token. */
  static final String SOFTMAX = "softmax.";

  /** The name of the kind in {@code model.json}. */
  public static final String KIND = "text-classifier";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ParameterLayout layout() {
    RecurrentConfig recurrent = config.recurrent();
    ParameterLayout layout =
        ParameterLayout.empty()
            .with(EMBEDDING, Embedding.layout(config.vocabularySize(), config.embeddingSize()))
            .with(RECURRENT, recurrent.layout())
            .with(
                POOLING,
                SequencePooling.layout(
                    config.pooling(), recurrent.outputSize(), config.attentionSize()))
            .with(SCALING, scaling())
            .with(OUTPUT, Dense.layout(config.pooledSize(), config.labels().size()));
    return switch (config.auxiliary().softmax()) {
      case NONE -> layout;
      case OWN ->
          layout.with(SOFTMAX, Dense.layout(recurrent.outputSize(), config.vocabularySize()));
      case TIED -> layout.with(SOFTMAX + "bias", 1, config.vocabularySize());
    };
  }

  private ParameterLayout scaling() {
    return config.scaling() ? Scaling.layout(config.pooledSize()) : ParameterLayout.empty();
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Parameters bound = Parameters.of(layout(), parameters, new float[parameters.length]);
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 0));
    Initializer.uniform(bound.at(EMBEDDING).value("weight"), 0.1, random);
    config.recurrent().initialize(bound.at(RECURRENT), random);
    if (config.pooling() == Pooling.ATTENTION) {
      Initializer.glorot(bound.at(POOLING).value("weight"), random);
      bound.at(POOLING).value("bias").fill(0f);
      Initializer.glorot(bound.at(POOLING).value("context"), random);
    }
    if (config.scaling()) {
      bound.at(SCALING).value("scale").fill(1f);
      bound.at(SCALING).value("shift").fill(0f);
    }
    Initializer.glorot(bound.at(OUTPUT).value("weight"), random);
    bound.at(OUTPUT).value("bias").fill(0f);
    if (config.auxiliary().softmax() == AuxiliaryLosses.Softmax.OWN) {
      Initializer.glorot(bound.at(SOFTMAX).value("weight"), random);
    }
  }

  /**
   * Copies the embedding, the recurrent layers and, where this network has it, the softmax of a
   * language model; pooling and output stay.
   *
   * @throws dev.recurrent.format.UnusableModelException if a tensor is missing or has another size
   */
  public void start(float[] parameters, PretrainedLayers layers) {
    ParameterLayout layout = layout();
    for (ParameterLayout.Entry entry : layout.entries()) {
      String name = entry.name();
      boolean softmax = name.startsWith(SOFTMAX);
      if (softmax || name.startsWith(EMBEDDING) || name.startsWith(RECURRENT)) {
        String source = softmax ? name.replace(SOFTMAX, PretrainedLayers.OUTPUT) : name;
        layers.copyTo(source, layout.view(parameters, name), entry.columns());
      }
    }
  }

  @Override
  public ClassifierPass bind(float[] parameters, float[] gradient) {
    return new ClassifierPass(config, Parameters.of(layout(), parameters, gradient), gradient);
  }

  /**
   * Layers between a parameter and the output: 0 for the output, the scaling and the pooling, 1 for
   * the top recurrent layer and the softmax of the next token, and the most for the embedding.
   *
   * @param parameter a name of {@link #layout}
   */
  public int depth(String parameter) {
    int layers = config.recurrent().layers();
    if (parameter.startsWith(EMBEDDING)) {
      return layers + 1;
    }
    if (!parameter.startsWith(RECURRENT)) {
      return parameter.startsWith(SOFTMAX) ? 1 : 0;
    }
    int layer = 0;
    while (layer < layers - 1 && !isOf(parameter, layer)) {
      layer++;
    }
    return layers - layer;
  }

  /** Whether a recurrent parameter is of a layer: its name ends as the layer's do. */
  private boolean isOf(String parameter, int layer) {
    for (int direction = 0; direction < config.recurrent().directions(); direction++) {
      if (parameter.endsWith(RecurrentConfig.suffix(layer, direction))) {
        return true;
      }
    }
    return false;
  }

  /** Floats of memory that training keeps for each token. */
  public long activationsPerToken() {
    Cell cell = config.recurrent().cellOf(0);
    long layer = cell.tapeSize() + cell.stateSize() + 3L * cell.hiddenSize();
    RecurrentConfig recurrent = config.recurrent();
    AuxiliaryLosses losses = config.auxiliary();
    // A perturbed input, its direction, and rows that equal tokens no longer share.
    long embedded = losses.perturbs() ? 6 : 3;
    long outputs = losses.languageModel() > 0 ? 5 : 3;
    return embedded * config.embeddingSize()
        + recurrent.layers() * recurrent.directions() * layer
        + outputs * recurrent.outputSize();
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    List<ModelSummary.Layer> lines = new ArrayList<>();
    RecurrentConfig recurrent = config.recurrent();
    int e = config.embeddingSize();
    long embedded = (long) config.vocabularySize() * e;
    lines.add(new ModelSummary.Layer("embedding", "Embedding", "(T, B, " + e + ")", embedded));
    for (int i = 0; i < recurrent.layers(); i++) {
      Cell cell = recurrent.cellOf(i);
      long biases = cell.hasRecurrentBias() ? 2 : 1;
      long each = cell.gateSize() * (cell.inputSize() + cell.hiddenSize() + biases);
      String type = cell.label() + (recurrent.directions() == 2 ? ", both directions" : "");
      String shape = "(T, B, " + recurrent.outputSize() + ")";
      lines.add(new ModelSummary.Layer("rnn_l" + i, type, shape, recurrent.directions() * each));
    }
    int pooled = config.pooledSize();
    long attention =
        SequencePooling.layout(config.pooling(), recurrent.outputSize(), config.attentionSize())
            .size();
    String kind = "Pooling, " + config.pooling().label();
    lines.add(new ModelSummary.Layer("pooling", kind, "(B, " + pooled + ")", attention));
    if (config.scaling()) {
      lines.add(new ModelSummary.Layer("scaling", "Scaling", "(B, " + pooled + ")", 2L * pooled));
    }
    int n = config.labels().size();
    lines.add(new ModelSummary.Layer("output", "Dense", "(B, " + n + ")", (long) n * (pooled + 1)));
    if (config.auxiliary().softmax() != AuxiliaryLosses.Softmax.NONE) {
      int v = config.vocabularySize();
      boolean own = config.auxiliary().softmax() == AuxiliaryLosses.Softmax.OWN;
      long each = own ? recurrent.outputSize() + 1L : 1;
      lines.add(new ModelSummary.Layer("softmax", "Dense", "(T, B, " + v + ")", v * each));
    }
    return lines;
  }
}
