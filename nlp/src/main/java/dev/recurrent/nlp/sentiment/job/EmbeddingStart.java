package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.ml.LabelledCorpus;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.nlp.sentiment.ml.WordVectors;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nn.Parameters;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.TrainingSetup;
import java.io.IOException;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** Fresh parameters whose embedding begins with vectors of words, as {@code --embeddings} says. */
final class EmbeddingStart implements AutoCloseable {
  private final JobContext context;
  private final SentimentOptions options;
  private final TableOptions table;
  private @Nullable TextTable unlabelled;

  EmbeddingStart(JobContext context, SentimentOptions options, TableOptions table) {
    this.context = context;
    this.options = options;
    this.table = table;
  }

  float[] parameters(
      LabelledCorpus corpus,
      ClassifierModel model,
      Tokenizer tokenizer,
      TrainingSetup setup,
      long seed)
      throws IOException {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    Matrix weight =
        Parameters.of(model.layout(), parameters, new float[parameters.length])
            .value("embedding.weight");
    String vectors = Objects.requireNonNull(options.embeddings);
    int found =
        vectors.equals("word2vec")
            ? learn(corpus, tokenizer, weight, setup.shards(), seed)
            : WordVectors.read(vectors, tokenizer.vocabulary(), weight, context.hadoop());
    setup.say("%,d of %,d words have a vector", found, tokenizer.vocabulary().size());
    return parameters;
  }

  private int learn(
      LabelledCorpus corpus, Tokenizer tokenizer, Matrix weight, int shards, long seed)
      throws IOException {
    JavaRDD<String> texts = corpus.trainingTexts().map(LabelledText::text);
    String more = options.embeddingsInput;
    if (more != null) {
      unlabelled = table.read(context.session(), "--embeddings-input", more, false);
      texts = texts.union(unlabelled.texts().map(LabelledText::text));
    }
    try (var learning = context.activity("learning word vectors with Word2Vec")) {
      return WordVectors.learn(texts, options.form(), tokenizer, weight, shards, seed);
    }
  }

  @Override
  public void close() {
    if (unlabelled != null) {
      unlabelled.close();
    }
  }
}
