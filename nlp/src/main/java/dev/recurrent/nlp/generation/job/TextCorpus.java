package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.Redaction;
import dev.recurrent.nlp.corpus.TextInput;
import dev.recurrent.nlp.corpus.TextSplit;
import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.text.BlankText;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.job.JobException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A corpus on its way to a language model: text in two contiguous parts, the vocabulary of the
 * first, tokens of both. The driver holds counts and names, never text.
 */
final class TextCorpus {
  /** Streams of a validation partition, and targets that each must have before there are more. */
  private static final int VALIDATION_STREAMS = 16;

  private static final long VALIDATION_STREAM_TARGETS = 4096;
  private static final long VALIDATION_PARTITION_TARGETS = 2L << 20;

  private final JavaSparkContext spark;
  private final TextInput input;
  private final List<TextSplit> training;
  private final List<TextSplit> validation;
  private final long validationCharacters;
  private final long characters;
  private ReadingDirection direction = ReadingDirection.FORWARD;

  private TextCorpus(
      JavaSparkContext spark, TextInput input, TextInput.Halves halves, long first, long all) {
    this.spark = spark;
    this.input = input;
    this.training = halves.first();
    this.validation = halves.second();
    this.validationCharacters = all - first;
    this.characters = all;
  }

  /**
   * Reads through the input once: counts characters and checks that they are UTF-8.
   *
   * @param given as messages name the input
   * @param fraction of the characters, the last ones, that are for validation, by their number;
   *     above 0, below 1
   * @throws JobException if nothing can be trained on
   */
  static TextCorpus open(
      TextInput input, String given, LongToDoubleFunction fraction, JavaSparkContext spark) {
    spark.setJobDescription("reading " + Redaction.of(given));
    long[] counts = input.countCodePoints();
    long all = Arrays.stream(counts).sum();
    long first = (long) (all * (1 - fraction.applyAsDouble(all)));
    if (first < 1) {
      throw JobException.badInput(
          given + " has " + all + " characters, none of them left to train on");
    }
    TextInput.Halves halves = input.splitAt(first, counts);
    requireText(input, halves.first(), "the training part of " + given);
    requireText(input, halves.second(), "the validation part of " + given);
    return new TextCorpus(spark, input, halves, first, all);
  }

  /** Spaces, line breaks and characters without a shape alone are nothing to learn. */
  private static void requireText(TextInput input, List<TextSplit> parts, String what) {
    if (!parts.isEmpty() && input.read(parts).filter(text -> !BlankText.is(text)).isEmpty()) {
      throw JobException.badInput(
          what + " is blank: it has nothing but spaces, line breaks and invisible characters");
    }
  }

  /** All of an input as validation text, for {@code evaluate}. */
  static TextCorpus evaluation(TextInput input, String given, JavaSparkContext spark) {
    long[] counts = input.countCodePoints();
    long all = Arrays.stream(counts).sum();
    requireText(input, input.parts(), given);
    return new TextCorpus(spark, input, new TextInput.Halves(List.of(), input.parts()), 0, all);
  }

  /** Lets streams be cut from the text's end. */
  TextCorpus reading(ReadingDirection chosen) {
    direction = chosen;
    return this;
  }

  /** Tokens in the order in which streams are cut from them. */
  TokenizedCorpus inOrder(TokenizedCorpus tokens) {
    return direction == ReadingDirection.BACKWARD ? tokens.reversed() : tokens;
  }

  long characters() {
    return characters;
  }

  long validationCharacters() {
    return validationCharacters;
  }

  TextInput input() {
    return input;
  }

  /** Learns the vocabulary of the training part. Counting runs on the executors. */
  Tokenizer learn(TokenizerType kind, int vocabularySize) {
    spark.setJobDescription("learning the vocabulary");
    return VocabularyCount.learn(input.read(training), kind, vocabularySize);
  }

  /** Tokens of the training part. */
  TokenizedCorpus trainingTokens(Tokenizer tokenizer) {
    spark.setJobDescription("tokenising the training text");
    return TokenizedCorpus.of(input.read(training), tokenizer, spark);
  }

  /** The validation part, cut for evaluation, and what its tokens stand for. */
  record Validation(
      JavaRDD<Shard<TokenBatch>> shards, TokenizedCorpus text, long tokens, long unknown) {}

  /**
   * Tokens of the validation part in as few streams as keep the executors busy: each begins without
   * context.
   *
   * @throws JobException if there are fewer tokens than one sequence
   */
  Validation validation(Tokenizer tokenizer, int sequenceLength) {
    TokenizedCorpus tokens = validationTokens(tokenizer);
    if (tokens.size() <= sequenceLength) {
      throw JobException.badInput(
          "the validation text has "
              + tokens.size()
              + " tokens, expected more than "
              + sequenceLength
              + " (one sequence); give more text, raise --validation-fraction or lower"
              + " --sequence-length");
    }
    return cut(tokens, sequenceLength);
  }

  /**
   * The validation part however short it is, in sequences of at most a length.
   *
   * @throws JobException if there is nothing to predict
   */
  Validation evaluation(Tokenizer tokenizer, int longest) {
    TokenizedCorpus tokens = readable(tokenizer);
    return cut(tokens, (int) Math.min(longest, tokens.size() - 1));
  }

  /** The same in one stream: for a model that adapts to what it has read. */
  Validation inOneSequence(Tokenizer tokenizer, int longest) {
    TokenizedCorpus tokens = readable(tokenizer);
    int length = (int) Math.min(longest, tokens.size() - 1);
    return cut(tokens, new StreamLayout(tokens.size(), 1, 1, length, Integer.MAX_VALUE));
  }

  private TokenizedCorpus readable(Tokenizer tokenizer) {
    TokenizedCorpus tokens = validationTokens(tokenizer);
    if (tokens.size() < 2) {
      throw JobException.badInput(
          "the text has " + tokens.size() + " tokens, expected at least 2: one to predict");
    }
    return tokens;
  }

  private TokenizedCorpus validationTokens(Tokenizer tokenizer) {
    spark.setJobDescription("tokenising the validation text");
    return TokenizedCorpus.of(input.read(validation), tokenizer, spark);
  }

  private Validation cut(TokenizedCorpus tokens, int sequenceLength) {
    long streams = Math.max(1, tokens.size() / VALIDATION_STREAM_TARGETS);
    long bySize = (tokens.size() + VALIDATION_PARTITION_TARGETS - 1) / VALIDATION_PARTITION_TARGETS;
    int partitions = Math.toIntExact(Math.max(bySize, Math.min(2, streams)));
    int each = (int) Math.max(1, Math.min(VALIDATION_STREAMS, streams / partitions));
    return cut(
        tokens,
        new StreamLayout(tokens.size(), partitions, each, sequenceLength, Integer.MAX_VALUE));
  }

  private Validation cut(TokenizedCorpus tokens, StreamLayout layout) {
    long unknown = tokens.count(Vocabulary.UNKNOWN);
    SequenceCuts cuts = SequenceCuts.every(layout.sequenceLength());
    return new Validation(inOrder(tokens).cut(layout, cuts), tokens, tokens.size(), unknown);
  }
}
