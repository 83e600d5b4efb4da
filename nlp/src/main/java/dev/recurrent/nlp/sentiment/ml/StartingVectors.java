package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.text.WordTokenizer;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * The word vectors that an embedding begins with, and the vocabulary that fits them. The vectors
 * come from a file, or Word2Vec learns them from the texts to train on and from others.
 */
final class StartingVectors {
  /** With a smaller share of known words, an embedding that is not trained says too little. */
  private static final double FEWEST_KNOWN = 0.5;

  private final ClassifierSettings settings;
  private final @Nullable WordVectorFile file;
  private final @Nullable JavaRDD<String> more;
  private final ProgressListener listener;
  private WordVectorFile.@Nullable Coverage coverage;

  /** Share of the texts' words, as often as they occur, with a vector; 0 without other texts. */
  private double known;

  private StartingVectors(
      ClassifierSettings settings,
      @Nullable WordVectorFile file,
      @Nullable JavaRDD<String> more,
      ProgressListener listener) {
    this.settings = settings;
    this.file = file;
    this.more = more;
    this.listener = listener;
  }

  /**
   * The vectors that the settings name, or null if they name none.
   *
   * @param more texts without labels to learn vectors from, or null
   * @throws dev.recurrent.spark.table.UnusableInputException if the file cannot be used
   */
  static @Nullable StartingVectors of(
      ClassifierSettings settings,
      @Nullable JavaRDD<String> more,
      Configuration hadoop,
      ProgressListener listener)
      throws IOException {
    String vectors = settings.vectors();
    if (vectors == null) {
      return null;
    }
    WordVectorFile file =
        ClassifierSettings.WORD2VEC.equals(vectors)
            ? null
            : WordVectorFile.open("--embeddings", vectors, hadoop);
    return new StartingVectors(settings, file, more, listener);
  }

  /** The vocabulary of the texts to train on, and of words that only the vectors have. */
  Tokenizer vocabulary(JavaRDD<String> texts) throws IOException {
    TextPreprocessing form = settings.form();
    int size = settings.vocabularySize();
    TokenCounts own = VocabularyCount.count(texts.map(form::clean), TokenKind.WORD);
    if (file != null) {
      return new WordTokenizer(ofFile(file, own, size));
    }
    if (more == null) {
      return TokenizerTrainer.learn(TokenKind.WORD, size, own);
    }
    TokenCounts all = VocabularyCount.count(more.map(form::clean), TokenKind.WORD);
    all.merge(own);
    Predicate<String> learned = t -> all.asMap().getOrDefault(t, 0L) >= WordVectors.RAREST;
    measure(own, learned);
    Stream<String> others = all.mostFrequent().stream().map(Map.Entry::getKey).filter(learned);
    return new WordTokenizer(VectorVocabulary.of(own, learned, others, size));
  }

  private Vocabulary ofFile(WordVectorFile vectors, TokenCounts own, int size) throws IOException {
    boolean lowercase = settings.form().lowercase();
    Set<String> wanted =
        own.asMap().keySet().stream().map(StartingVectors::word).collect(Collectors.toSet());
    WordVectorFile.Words words =
        vectors.words(
            wanted,
            w ->
                VectorVocabulary.isToken(" " + w)
                    && (!lowercase || w.equals(w.toLowerCase(Locale.ROOT))),
            size);
    if (words.found().isEmpty()) {
      throw new UnusableInputException(
          "--embeddings "
              + settings.vectors()
              + " has a vector for no word of the texts; they may differ in language, or in"
              + " capitals (--lowercase false)");
    }
    Predicate<String> found = token -> words.found().contains(word(token));
    measure(own, found);
    // A word that the texts have without a space before it may come with one.
    return VectorVocabulary.of(
        own,
        found,
        Stream.concat(words.found().stream().sorted(), words.others().stream()).map(w -> " " + w),
        size);
  }

  private void measure(TokenCounts own, Predicate<String> hasVector) {
    long covered =
        own.asMap().entrySet().stream()
            .filter(token -> hasVector.test(token.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    known = (double) covered / own.total();
    listener.note(
        String.format(Locale.ROOT, "word vectors cover %.1f %% of the texts' words", 100 * known));
  }

  /** Whether there are vectors of other texts for most words; known with the vocabulary. */
  boolean coverTexts() {
    return known >= FEWEST_KNOWN;
  }

  /** A token without the space before it. */
  private static String word(String token) {
    return token.length() > 1 && token.charAt(0) == ' ' ? token.substring(1) : token;
  }

  /**
   * Writes the vectors of the words that have one; other rows stay as they are.
   *
   * @param texts to train on
   * @param weight (V,E)
   * @param parts of the texts that Word2Vec learns from at once
   */
  void write(JavaRDD<String> texts, Tokenizer tokenizer, Matrix weight, int parts, long seed)
      throws IOException {
    int size = tokenizer.vocabulary().size();
    if (file != null) {
      try (var reading = listener.begin("reading word vectors")) {
        coverage = file.read(tokenizer.vocabulary(), weight);
      }
      listener.note(coverage.line(size));
      return;
    }
    JavaRDD<String> all = more == null ? texts : texts.union(more);
    int found;
    try (var learning = listener.begin("learning word vectors with Word2Vec")) {
      found = WordVectors.learn(all, settings.form(), tokenizer, weight, parts, seed);
    }
    listener.note(String.format(Locale.ROOT, "%,d of %,d words have a vector", found, size));
  }

  /** What the file gave, or null if none was read. */
  WordVectorFile.@Nullable Coverage coverage() {
    return coverage;
  }
}
