package dev.recurrent.nlp.generation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.train.BoundModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A trained language model. It generates text from a prompt, and completes a prompt by beam search.
 * Needs no Spark. Threads can share it: each call works on memory of its own.
 */
public final class TextGenerator {
  /** Tokens that text may hold come after the special ones. */
  private static final int FIRST = Vocabulary.SPECIAL_TOKENS.size();

  private final Tokenizer tokenizer;
  private final LanguageModel model;
  private final float[] parameters;
  private final BoundModels<LanguageModelPass> bound;

  public TextGenerator(LanguageModel model, float[] parameters, Tokenizer tokenizer) {
    this.model = model;
    this.parameters = parameters;
    this.tokenizer = tokenizer;
    this.bound = new BoundModels<>(model::bind, parameters);
  }

  /**
   * Loads a finished model.
   *
   * @throws dev.recurrent.format.UnusableModelException if it is not one, or damaged
   */
  public static TextGenerator load(ModelDirectory directory) {
    LanguageModelConfig config = directory.config(LanguageModel.KIND, LanguageModelConfig.class);
    LanguageModel model = new LanguageModel(config);
    float[] parameters = directory.parameters(model::layout);
    Tokenizer tokenizer = TokenizerJson.read(directory, "tokenizer.json", config.vocabularySize());
    return new TextGenerator(model, parameters, tokenizer);
  }

  public LanguageModel model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Not copied. */
  public float[] parameters() {
    return parameters;
  }

  /**
   * Continues a prompt, token by token.
   *
   * @param length tokens to write
   * @param listener gets the text as it grows, in pieces
   * @return the text without the prompt
   */
  public String generate(
      String prompt, int length, SamplingConfig sampling, Consumer<String> listener) {
    return bound.use(pass -> generate(pass, prompt, length, new Sampler(sampling), listener));
  }

  private String generate(
      LanguageModelPass pass,
      String prompt,
      int length,
      Sampler sampler,
      Consumer<String> listener) {
    Matrix logits = read(pass, prompt);
    GrowingText growing = new GrowingText(tokenizer);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int token = sampler.draw(logits, logits.rows - 1, FIRST);
      logits = pass.predict(new int[] {token}, 1);
      show(growing.add(token), text, listener);
    }
    show(growing.rest(), text, listener);
    return text.toString();
  }

  private static void show(String piece, StringBuilder text, Consumer<String> listener) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.accept(piece);
    }
  }

  /**
   * A prompt to continue.
   *
   * @param length tokens to write
   */
  public record Prompt(String text, int length, SamplingConfig sampling) {}

  /**
   * Continues several prompts together: one pass reads and writes a token of each. A text does not
   * depend on the other prompts.
   *
   * @return the texts without their prompts, in the order of the prompts
   */
  public List<String> generate(List<Prompt> prompts) {
    return generate(prompts, JointGeneration.NOBODY);
  }

  /**
   * As {@link #generate(List)}, and gives the texts in pieces while they grow.
   *
   * @return the texts; one that the listener has stopped is any part of it
   */
  public List<String> generate(List<Prompt> prompts, TextListener listener) {
    return bound.use(pass -> JointGeneration.run(pass, tokenizer, prompts, listener));
  }

  /** A continuation of a prompt, with its log probability in nats. */
  public record Completion(String text, double logProbability) {}

  /**
   * A beam's entry: its last token behind those of its parent, the sum of their log probabilities,
   * its row in the last logits.
   */
  private record Hypothesis(@Nullable Hypothesis parent, int token, double score, int row) {
    private int[] tokens(int count) {
      int[] tokens = new int[count];
      Hypothesis at = this;
      for (int i = count - 1; i >= 0; i--) {
        tokens[i] = at.token;
        at = at.parent == null ? at : at.parent;
      }
      return tokens;
    }
  }

  /**
   * The N most probable continuations of a length, by beam search.
   *
   * @param count N, also the width of the beam's result; the search keeps four times as many
   * @param length tokens of each
   * @return the most probable first; log probabilities in nats
   */
  public List<Completion> complete(String prompt, int count, int length) {
    return bound.use(pass -> complete(pass, prompt, count, length));
  }

  private List<Completion> complete(LanguageModelPass pass, String prompt, int count, int length) {
    int width = 4 * count;
    Matrix logits = read(pass, prompt);
    List<Hypothesis> beam = List.of(new Hypothesis(null, 0, 0, logits.rows - 1));
    for (int i = 0; i < length; i++) {
      List<Hypothesis> next = extend(beam, logits, width);
      // The prompt was read as one sequence: its state is row 0, whatever row its logits are.
      boolean first = i == 0;
      pass.select(next.stream().mapToInt(h -> first ? 0 : h.row()).toArray());
      int[] tokens = next.stream().mapToInt(Hypothesis::token).toArray();
      logits = pass.predict(tokens, tokens.length);
      beam = numbered(next);
    }
    return beam.stream()
        .limit(count)
        .map(h -> new Completion(tokenizer.decode(h.tokens(length)), h.score()))
        .toList();
  }

  private static List<Hypothesis> numbered(List<Hypothesis> beam) {
    List<Hypothesis> numbered = new ArrayList<>();
    for (Hypothesis h : beam) {
      numbered.add(new Hypothesis(h.parent(), h.token(), h.score(), numbered.size()));
    }
    return numbered;
  }

  private static List<Hypothesis> extend(List<Hypothesis> beam, Matrix logits, int width) {
    List<Hypothesis> all = new ArrayList<>();
    for (Hypothesis h : beam) {
      int at = logits.index(h.row());
      double logSum = Activations.logSumExp(logits.data, at, logits.columns);
      int[] order = LogitOrder.descending(logits.data, at + FIRST, logits.columns - FIRST);
      for (int i = 0; i < Math.min(width, order.length); i++) {
        int token = FIRST + order[i];
        double score = h.score() + logits.data[at + token] - logSum;
        all.add(new Hypothesis(h, token, score, h.row()));
      }
    }
    all.sort(Comparator.comparingDouble(h -> -h.score()));
    return all.subList(0, Math.min(width, all.size()));
  }

  /** A fresh state, then the prompt; a line's start where there is none. */
  private Matrix read(LanguageModelPass pass, String prompt) {
    pass.resume(new float[0]);
    int[] tokens = tokenizer.encode(prompt.isEmpty() ? "\n" : prompt);
    return pass.predict(tokens, 1);
  }
}
