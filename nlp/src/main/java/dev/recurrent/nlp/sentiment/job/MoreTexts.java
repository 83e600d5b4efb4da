package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.ml.ClassifierSettings;
import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.TableSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Texts that {@code sentiment train} reads besides those to train on. */
final class MoreTexts {
  @ChangeableOnResume
  @Option(
      names = "--validation-input",
      paramLabel = "PATH",
      description = "Texts and labels to validate on, in the same form as --input.")
  private @Nullable String validationInput;

  @ChangeableOnResume
  @Option(
      names = "--validation-input-table",
      paramLabel = "NAME",
      description = "A table of texts and labels to validate on, instead of --validation-input.")
  private @Nullable String validationTable;

  @ChangeableOnResume
  @Option(
      names = "--validation-input-query",
      paramLabel = "SQL",
      description = "A query for texts and labels to validate on, instead of --validation-input.")
  private @Nullable String validationQuery;

  @ChangeableOnResume
  @Option(
      names = "--test-input",
      paramLabel = "PATH",
      description =
          "Texts and labels to test the network and the bag of words on. They are used at the"
              + " end only.")
  private @Nullable String testInput;

  @ChangeableOnResume
  @Option(
      names = "--test-input-table",
      paramLabel = "NAME",
      description = "A table of texts and labels to test on, instead of --test-input.")
  private @Nullable String testTable;

  @ChangeableOnResume
  @Option(
      names = "--test-input-query",
      paramLabel = "SQL",
      description = "A query for texts and labels to test on, instead of --test-input.")
  private @Nullable String testQuery;

  @ChangeableOnResume
  @Option(
      names = {"--embeddings-input", "--vectors-input"},
      paramLabel = "PATH",
      description = "More texts for Word2Vec, without labels, in the same form as --input.")
  private @Nullable String embeddingsInput;

  @ChangeableOnResume
  @Option(
      names = "--embeddings-input-table",
      paramLabel = "NAME",
      description = "A table of more texts for Word2Vec, instead of --embeddings-input.")
  private @Nullable String embeddingsTable;

  @ChangeableOnResume
  @Option(
      names = "--embeddings-input-query",
      paramLabel = "SQL",
      description = "A query for more texts for Word2Vec, instead of --embeddings-input.")
  private @Nullable String embeddingsQuery;

  @ChangeableOnResume
  @Option(
      names = "--unlabelled-input",
      paramLabel = "PATH",
      description =
          "More texts for --virtual-adversarial, without labels, in the same form as --input.")
  private @Nullable String unlabelledInput;

  @ChangeableOnResume
  @Option(
      names = "--unlabelled-input-table",
      paramLabel = "NAME",
      description =
          "A table of more texts for --virtual-adversarial, instead of --unlabelled-input.")
  private @Nullable String unlabelledTable;

  @ChangeableOnResume
  @Option(
      names = "--unlabelled-input-query",
      paramLabel = "SQL",
      description =
          "A query for more texts for --virtual-adversarial, instead of --unlabelled-input.")
  private @Nullable String unlabelledQuery;

  /** Null where a share of the texts to train on is held out. */
  @Nullable TableSource validation(InputSnapshots inputs) {
    return TableSource.choose(
        "--validation-input", validationInput, validationTable, validationQuery, inputs);
  }

  /** Null where there are none. */
  @Nullable TableSource test(InputSnapshots inputs) {
    return TableSource.choose("--test-input", testInput, testTable, testQuery, inputs);
  }

  /** Null where there are none. */
  @Nullable TableSource embeddings(InputSnapshots inputs) {
    return TableSource.choose(
        "--embeddings-input", embeddingsInput, embeddingsTable, embeddingsQuery, inputs);
  }

  /** Null where there are none. */
  @Nullable TableSource unlabelled(InputSnapshots inputs) {
    return TableSource.choose(
        "--unlabelled-input", unlabelledInput, unlabelledTable, unlabelledQuery, inputs);
  }

  /**
   * @param vectors where the embedding's starting values come from, null for random numbers
   * @param learnsWithoutLabels whether texts without labels can be learned from
   * @throws JobException naming the options that do not go together
   */
  void requireValid(@Nullable String vectors, boolean learnsWithoutLabels) {
    InputSnapshots none = new InputSnapshots();
    validation(none);
    test(none);
    TableSource texts = unlabelled(none);
    if (texts != null && !learnsWithoutLabels) {
      throw JobException.usage(texts.option() + " is for --virtual-adversarial above 0");
    }
    TableSource more = embeddings(none);
    if (more != null && !ClassifierSettings.WORD2VEC.equals(vectors)) {
      throw JobException.usage(more.option() + " is for --embeddings word2vec");
    }
  }
}
