package dev.recurrent.nlp.translation;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nn.attention.Attention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Searches the likeliest translations of several sentences at once. At each step every sentence
 * keeps its best k beginnings; one that ends leaves the beam, and a sentence is done when k have
 * ended. With a beam of 1 this is greedy decoding.
 */
public final class BeamSearch {
  /**
   * A translation.
   *
   * @param score what hypotheses were ranked by, normalised by length
   * @param logProbability in nats, the end's included
   * @param attention for each token a weight for each source token and its end; empty rows without
   *     attention
   */
  public record ScoredTokens(
      int[] tokens, double score, double logProbability, float[][] attention) {}

  private record Candidate(Hypothesis from, int row, int token, double logProbability) {}

  private final TranslatorPass pass;
  private final SearchConfig config;

  public BeamSearch(TranslatorPass pass, SearchConfig config) {
    this.pass = pass;
    this.config = config;
  }

  /** One sentence under way. */
  private final class Sentence {
    final int number;
    final int sourceLength;
    final int longest;
    List<Hypothesis> beam = List.of(Hypothesis.start());
    final List<Hypothesis> ended = new ArrayList<>();

    /** The row that each hypothesis of the beam continues. */
    int[] parents = new int[] {0};

    Sentence(int number, int sourceLength) {
      this.number = number;
      this.sourceLength = sourceLength;
      this.longest = config.longest(sourceLength);
    }

    boolean done() {
      return beam.isEmpty();
    }

    void advance(Matrix logits, int batch) {
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < beam.size(); i++) {
        candidates(logits, i * batch + number, i, beam.get(i), candidates);
      }
      candidates.sort(Comparator.comparingDouble(c -> -c.logProbability()));
      List<Hypothesis> next = new ArrayList<>();
      int[] rows = new int[config.beam()];
      for (Candidate candidate : candidates) {
        if (next.size() == config.beam() || ended.size() == config.beam()) {
          break;
        }
        float[] attention = attention(candidate.row());
        Hypothesis longer =
            candidate.from().then(candidate.token(), candidate.logProbability(), attention);
        if (candidate.token() == Vocabulary.END || longer.length() >= longest) {
          ended.add(longer);
        } else {
          rows[next.size()] = candidate.row();
          next.add(longer);
        }
      }
      beam = ended.size() >= config.beam() ? List.of() : next;
      parents = rows;
    }

    private float[] attention(int row) {
      Attention attention = pass.attention();
      if (attention == null) {
        return new float[0];
      }
      float[] weights = new float[sourceLength];
      for (int s = 0; s < weights.length; s++) {
        weights[s] = attention.weight(number, row, s);
      }
      return weights;
    }

    List<ScoredTokens> best() {
      return ended.stream()
          .map(h -> h.scored(score(h)))
          .sorted(Comparator.comparingDouble(f -> -f.score()))
          .toList();
    }
  }

  private double score(Hypothesis hypothesis) {
    double score = config.normalise(hypothesis.logProbability(), hypothesis.length());
    return config.coveragePenalty() == 0
        ? score
        : score + config.coveragePenalty() * hypothesis.coverage();
  }

  /**
   * The best translations of each source, best first, at most as many as the beam is wide.
   *
   * @param sources tokens of each, without marks
   */
  public List<List<ScoredTokens>> search(int[][] sources) {
    PairBatch batch = PairBatch.ofSources(sources);
    int b = sources.length;
    int width = config.beam();
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < b; i++) {
      sentences.add(new Sentence(i, batch.sourceLengths()[i]));
    }
    TranslatorPass.SearchState state = pass.begin(batch, width);
    int[] tokens = new int[b * width];
    Arrays.fill(tokens, Vocabulary.START);
    while (true) {
      Matrix logits = pass.step(state, tokens);
      boolean done = true;
      for (Sentence sentence : sentences) {
        if (!sentence.done()) {
          sentence.advance(logits, b);
          done &= sentence.done();
        }
      }
      if (done) {
        return sentences.stream().map(Sentence::best).toList();
      }
      state = select(state, sentences, tokens);
    }
  }

  private TranslatorPass.SearchState select(
      TranslatorPass.SearchState state, List<Sentence> sentences, int[] tokens) {
    int b = sentences.size();
    int[] rows = new int[tokens.length];
    for (Sentence sentence : sentences) {
      for (int i = 0; i < config.beam(); i++) {
        int at = i * b + sentence.number;
        boolean live = i < sentence.beam.size();
        rows[at] = (live ? sentence.parents[i] : 0) * b + sentence.number;
        tokens[at] = live ? sentence.beam.get(i).token() : Vocabulary.END;
      }
    }
    return state.select(rows);
  }

  /** Adds the likeliest continuations of one hypothesis. The row of logits is overwritten. */
  private void candidates(Matrix logits, int row, int place, Hypothesis from, List<Candidate> all) {
    int at = logits.index(row);
    int[] likeliest = likeliest(logits.data, at, logits.columns, from);
    float largest = Kernels.max(logits.data, at, logits.columns);
    float[] own = new float[likeliest.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = logits.data[at + likeliest[i]] - largest;
    }
    double logSum = Math.log(Kernels.exp(logits.data, at, logits.columns, largest));
    for (int i = 0; i < own.length; i++) {
      all.add(new Candidate(from, place, likeliest[i], from.logProbability() + own[i] - logSum));
    }
  }

  /** The tokens of the highest logits that the rules allow, highest first; ties to the lower. */
  private int[] likeliest(float[] logits, int at, int count, Hypothesis from) {
    int most = Math.min(2 * config.beam(), count - 2);
    int[] tokens = new int[most];
    int found = 0;
    for (int j = 0; j < count; j++) {
      float value = logits[at + j];
      if (found == most && value <= logits[at + tokens[found - 1]]
          || j == Vocabulary.PADDING
          || j == Vocabulary.START
          || blocked(from, j)) {
        continue;
      }
      int to = found < most ? found++ : found - 1;
      while (to > 0 && logits[at + tokens[to - 1]] < value) {
        tokens[to] = tokens[to - 1];
        to--;
      }
      tokens[to] = j;
    }
    return Arrays.copyOf(tokens, found);
  }

  private boolean blocked(Hypothesis from, int token) {
    int n = config.blockedNgram();
    return n > 0 && token != Vocabulary.END && from.repeats(token, n);
  }
}
