package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.Map;

/**
 * The vocabulary, the embedding and the recurrent layers of a language model, from which a
 * classifier starts (Dai and Le 2015, Semi-supervised Sequence Learning). The softmax stays behind.
 */
public final class PretrainedLayers {
  /** The name of a language model's kind in {@code model.json}. */
  public static final String KIND = "language-model";

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
   * @throws UnusableModelException if a size is missing or cannot be, or a file is damaged
   */
  public static PretrainedLayers load(ModelDirectory directory) {
    Map<String, Object> config = directory.description().config();
    String where = directory.where();
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
          TokenizerJson.read(directory, TextClassifier.TOKENIZER, size(config, "vocabularySize")),
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

  /** The layer that predicts the next token. */
  public AuxiliaryLosses.Softmax softmax() {
    return tied ? AuxiliaryLosses.Softmax.TIED : AuxiliaryLosses.Softmax.OWN;
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
   * Copies embedding and recurrent layers into a classifier's parameters, and the softmax where the
   * classifier has one; pooling and output stay.
   *
   * @throws UnusableModelException naming a tensor that is missing, has another shape or a value
   *     that is not finite
   */
  public void copyTo(ClassifierModel model, float[] parameters) {
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      if (entry.name().startsWith(ClassifierModel.EMBEDDING)
          || entry.name().startsWith(ClassifierModel.RECURRENT)) {
        System.arraycopy(values(entry, entry.name()), 0, parameters, entry.offset(), entry.size());
      }
      if (entry.name().startsWith(ClassifierModel.SOFTMAX)) {
        // A language model's output is this layer.
        String name = entry.name().replace(ClassifierModel.SOFTMAX, ClassifierModel.OUTPUT);
        System.arraycopy(values(entry, name), 0, parameters, entry.offset(), entry.size());
      }
    }
  }

  private float[] values(ParameterLayout.Entry entry, String name) {
    Safetensors.Tensor tensor = tensors.tensors().get(name);
    if (tensor == null || tensor.values().length != entry.size()) {
      throw new UnusableModelException(
          where
              + (tensor == null
                  ? " has no tensor \"" + name + "\""
                  : " has " + tensor.values().length + " numbers in \"" + name + "\"")
              + ", a classifier of its sizes needs "
              + entry.size()
              + " numbers; start from a language model with one network");
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new UnusableModelException(
            where + " has " + value + " in \"" + name + "\", expected numbers");
      }
    }
    return tensor.values();
  }
}
