package dev.recurrent.nlp.translation.job;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.TrainingSetup;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code translation train} about the embeddings and where they begin. */
final class VectorOptions {
  private static final String BOTH = "--embeddings";
  private static final String SOURCE = "--source-embeddings";
  private static final String TARGET = "--target-embeddings";
  private static final int OTHERWISE = 192;

  @Option(
      names = "--embedding-size",
      defaultValue = "0",
      description =
          "Columns of the embeddings; 0 for those of --embeddings, else for 192 (default:"
              + " ${DEFAULT-VALUE}).")
  private int embeddingSize;

  @Option(
      names = BOTH,
      paramLabel = "FILE",
      description =
          "Starting values of the embedding of both sides, for --tokens word and --vocabulary"
              + " joint: a file on any Hadoop path, gzipped or not, in GloVe's text format,"
              + " fastText's .vec, or word2vec's text or binary format (default: random numbers).")
  private @Nullable String both;

  @Option(
      names = SOURCE,
      paramLabel = "FILE",
      description =
          "The same for the source, with --tokens word and --vocabulary separate (default: random"
              + " numbers).")
  private @Nullable String source;

  @Option(
      names = TARGET,
      paramLabel = "FILE",
      description =
          "The same for the target, with --tokens word and --vocabulary separate (default: random"
              + " numbers).")
  private @Nullable String target;

  /** Files by the option that names them, once they are open. */
  private final Map<String, WordVectorFile> files = new LinkedHashMap<>();

  /** Paths by the option that names them. */
  private Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    put(paths, BOTH, both);
    put(paths, SOURCE, source);
    put(paths, TARGET, target);
    return paths;
  }

  private static void put(Map<String, String> paths, String option, @Nullable String path) {
    if (path != null) {
      paths.put(option, path);
    }
  }

  /** The first option that names a file of word vectors, or null. */
  @Nullable String given() {
    return paths().keySet().stream().findFirst().orElse(null);
  }

  /**
   * @param tokens what the user named
   * @param initFrom what the run starts from, or null
   */
  void requireValid(TokenizerType kind, String tokens, boolean joint, @Nullable String initFrom) {
    if (embeddingSize < 0) {
      throw JobException.usage("--embedding-size is " + embeddingSize + ", expected 0 or more");
    }
    for (String option : paths().keySet()) {
      if (kind != TokenKind.WORD) {
        throw JobException.usage(
            option + " are of words, --tokens is " + tokens + "; add --tokens word");
      }
      if (option.equals(BOTH) != joint) {
        throw JobException.usage(
            joint
                ? option
                    + " needs --vocabulary separate: with a joint vocabulary both sides have one"
                    + " embedding, use "
                    + BOTH
                : option
                    + " needs --vocabulary joint: with separate vocabularies use "
                    + SOURCE
                    + " and "
                    + TARGET);
      }
      if (initFrom != null) {
        throw JobException.usage(option + " is for a fresh start, --init-from brings its own");
      }
    }
  }

  /**
   * Finds the files, which give the embeddings' size where no option does.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException if one cannot be used, or they have
   *     vectors of different sizes
   */
  void open(Configuration hadoop) throws IOException {
    for (Map.Entry<String, String> path : paths().entrySet()) {
      WordVectorFile file = WordVectorFile.open(path.getKey(), path.getValue(), hadoop);
      files.put(path.getKey(), file);
      file.requireColumns(embeddingSize());
    }
  }

  /** E of both sides. */
  int embeddingSize() {
    if (embeddingSize > 0) {
      return embeddingSize;
    }
    return files.isEmpty() ? OTHERWISE : files.values().iterator().next().columns();
  }

  /** Writes the vectors of the words that the files have; other rows stay as they are. */
  void read(Translator model, float[] parameters, Tokenizers tokenizers, TrainingSetup setup)
      throws IOException {
    for (Map.Entry<String, WordVectorFile> file : files.entrySet()) {
      boolean ofSource = file.getKey().equals(SOURCE);
      Vocabulary words = (ofSource ? tokenizers.source() : tokenizers.target()).vocabulary();
      Matrix weight =
          ofSource ? model.sourceEmbedding(parameters) : model.targetEmbedding(parameters);
      WordVectorFile.Coverage coverage = file.getValue().read(words, weight);
      setup.provenance(file.getKey().substring(2), coverage);
      setup.say("%s: %s", file.getKey(), coverage.line(words.size()));
    }
  }
}
