package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Language models from which the encoder and the decoder of a translator start. */
final class PretrainingOptions {
  @Option(
      names = "--encoder-from",
      paramLabel = "DIR",
      description =
          "A language model of the source's language, whose vocabulary, embedding and recurrent"
              + " layers the encoder starts from.")
  private @Nullable String encoderFrom;

  @Option(
      names = "--decoder-from",
      paramLabel = "DIR",
      description =
          "A language model of the target's language, whose vocabulary, embedding and recurrent"
              + " layers the decoder starts from.")
  private @Nullable String decoderFrom;

  private @Nullable PretrainedLayers encoder;
  private @Nullable PretrainedLayers decoder;

  /**
   * @param joint whether both sides have one vocabulary
   * @param otherStart an option that brings starting values too, or null
   * @throws JobException naming the options that do not go together
   */
  void requireValid(boolean joint, @Nullable String otherStart) {
    String given = encoderFrom != null ? "--encoder-from" : "--decoder-from";
    if (encoderFrom == null && decoderFrom == null) {
      return;
    }
    if (otherStart != null) {
      throw JobException.usage(given + " and " + otherStart + ": both bring starting values");
    }
    if (joint && !String.valueOf(encoderFrom).equals(decoderFrom)) {
      throw JobException.usage(
          given
              + " brings one side's vocabulary; give --vocabulary separate, or the same language"
              + " model to --encoder-from and --decoder-from");
    }
  }

  /**
   * Reads the language models.
   *
   * @throws dev.recurrent.format.UnusableModelException if one cannot be used
   */
  void open(JobContext context) throws IOException {
    encoder = layers(encoderFrom, context);
    decoder = layers(decoderFrom, context);
  }

  private static @Nullable PretrainedLayers layers(@Nullable String directory, JobContext context)
      throws IOException {
    return directory == null
        ? null
        : PretrainedLayers.load(HadoopDirectory.at(directory, context.hadoop()).open());
  }

  /** The vocabulary of the source's language model, or null without one. */
  @Nullable Tokenizer source() {
    return encoder == null ? null : encoder.tokenizer();
  }

  /** The vocabulary of the target's language model, or null without one. */
  @Nullable Tokenizer target() {
    return decoder == null ? null : decoder.tokenizer();
  }

  /**
   * Copies embeddings and recurrent layers; all other parameters stay.
   *
   * @throws JobException if a language model's sizes are not those of its side
   */
  void read(Translator model, float[] parameters, TrainingSetup setup) {
    PretrainedLayers first = encoder;
    PretrainedLayers second = decoder;
    if (first != null) {
      JobException.named(
          "--encoder-from",
          () -> {
            model.startEncoder(parameters, first);
            return model;
          });
      setup.provenance("encoder-from", first.where());
    }
    if (second != null) {
      JobException.named(
          "--decoder-from",
          () -> {
            model.startDecoder(parameters, second);
            return model;
          });
      setup.provenance("decoder-from", second.where());
    }
  }
}
