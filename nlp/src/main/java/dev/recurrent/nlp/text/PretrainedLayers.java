package dev.recurrent.nlp.text;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.Map;

/**
 * The vocabulary, the embedding and the recurrent layers of a language model, from which a network
 * for another task starts (Dai and Le 2015, Semi-supervised Sequence Learning; Ramachandran et al.
 * 2016, arXiv:1611.02683).
 */
public final class PretrainedLayers {
  /** The name of a language model's kind in {@code model.json}. */
  public static final String KIND = "language-model";

  /** What the names of its embedding's parameters begin with. */
  public static final String EMBEDDING = "embedding.";

  /** What the names of its recurrent layers' parameters begin with. */
  public static final String RECURRENT = "rnn.";

  /** What the names of its softmax's parameters begin with. */
  public static final String OUTPUT = "output.";

  private static final String TOKENIZER = "tokenizer.json";

  /** The name in {@code provenance} of the direction in which a language model reads. */
  private static final String READS = "reads";

  private static final String BACKWARD = "backward";

  private final RecurrentConfig recurrent;
  private final Tokenizer tokenizer;
  private final Safetensors tensors;
  private final String where;
  private final boolean backward;
  private final boolean tied;

  private PretrainedLayers(
      RecurrentConfig recurrent,
      Tokenizer tokenizer,
      Safetensors tensors,
      ModelDirectory directory) {
    this.recurrent = recurrent;
    this.tokenizer = tokenizer;
    this.tensors = tensors;
    this.where = directory.where();
    this.backward = BACKWARD.equals(directory.description().provenance().get(READS));
    this.tied = Boolean.TRUE.equals(directory.description().config().get("tied"));
  }

  /** Whether a directory holds a model that {@link #load} reads. */
  public static boolean isIn(ModelDirectory directory) {
    return directory.description().kind().equals(KIND);
  }

  /**
   * Reads a finished language model.
   *
   * @throws UnusableModelException if it is another model, a size is missing or cannot be, or a
   *     file is damaged
   */
  public static PretrainedLayers load(ModelDirectory directory) {
    String where = directory.where();
    if (!isIn(directory)) {
      throw new UnusableModelException(
          where + " is a " + directory.description().kind() + ", expected a " + KIND);
    }
    Map<String, Object> config = directory.description().config();
    try {
      RecurrentConfig recurrent =
          new RecurrentConfig(
              CellFactory.of(String.valueOf(config.get("cell"))),
              size(config, "embeddingSize"),
              size(config, "hiddenSize"),
              size(config, "layers"),
              1,
              0,
              Dropout.Kind.EACH_STEP);
      return new PretrainedLayers(
          recurrent,
          TokenizerJson.read(directory, TOKENIZER, size(config, "vocabularySize")),
          directory.tensors(ParameterFile.NAME),
          directory);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(
          where + "/" + ModelDirectory.MODEL + ": " + e.getMessage(), e);
    }
  }

  private static int size(Map<String, Object> config, String name) {
    if (config.get(name) instanceof Number size) {
      return size.intValue();
    }
    throw new IllegalArgumentException(
        name
            + " is "
            + config.get(name)
            + ", expected a number: it is no language model of this"
            + " version");
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The model's directory. */
  public String where() {
    return where;
  }

  /** Whether the softmax uses the embedding's weights. */
  public boolean tied() {
    return tied;
  }

  /** Whether the layers read a text from its end. */
  public boolean backward() {
    return backward;
  }

  /** The layers above the embedding, with a dropout rate; they have one direction. */
  public RecurrentConfig recurrent(float dropout) {
    return recurrent.withDropout(dropout, Dropout.Kind.EACH_STEP);
  }

  /**
   * Copies a parameter into the first columns of another network's.
   *
   * @param name of the language model's parameter
   * @param target with as many rows
   * @param columns of the language model's parameter, at most the target's
   * @throws UnusableModelException naming a tensor that is missing, has another size or a value
   *     that is not finite
   */
  public void copyTo(String name, Matrix target, int columns) {
    Safetensors.Tensor tensor = tensors.tensors().get(name);
    int size = target.rows * columns;
    if (tensor == null || tensor.values().length != size) {
      throw new UnusableModelException(
          where
              + (tensor == null
                  ? " has no tensor \"" + name + "\""
                  : " has " + tensor.values().length + " numbers in \"" + name + "\"")
              + ", a network of its sizes needs "
              + size
              + " numbers; start from a language model with one network");
    }
    float[] values = tensor.values();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new UnusableModelException(
            where + " has " + value + " in \"" + name + "\", expected numbers");
      }
    }
    for (int i = 0; i < target.rows; i++) {
      System.arraycopy(values, i * columns, target.data, target.index(i), columns);
    }
  }
}
