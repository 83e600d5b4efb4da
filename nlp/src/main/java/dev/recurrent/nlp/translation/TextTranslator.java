package dev.recurrent.nlp.translation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.text.BlankText;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.text.WordTokenizer;
import dev.recurrent.train.BoundModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A trained translator for text: sentences in, sentences out. Needs no Spark. Threads may share it:
 * each call borrows a network of its own over the same parameters.
 */
public final class TextTranslator {
  /** File of the tokenizer of both sides. */
  public static final String TOKENIZER = "tokenizer.json";

  /** File of the source's tokenizer, where each side has its own. */
  public static final String SOURCE_TOKENIZER = "source-tokenizer.json";

  /** File of the target's tokenizer, where each side has its own. */
  public static final String TARGET_TOKENIZER = "target-tokenizer.json";

  /** Most tokens of a source; a longer one is cut. */
  public static final int LONGEST_SOURCE = 1000;

  /** Rows of a search: sentences times beam. */
  private static final int MOST_ROWS = 320;

  /** Padded tokens of the sources of a search. */
  private static final int MOST_TOKENS = 1 << 14;

  /**
   * A translation.
   *
   * @param score what it was ranked by: log probability, normalised by length
   * @param sourceTokens the tokens of the source, the end-of-sentence token last
   * @param tokens the tokens of the translation
   * @param attention for each token a weight for each source token; rows are empty without
   *     attention
   */
  public record Translation(
      String text,
      double score,
      List<String> sourceTokens,
      List<String> tokens,
      float[][] attention) {}

  private final Translator model;
  private final float[] parameters;
  private final Tokenizer source;
  private final Tokenizer target;
  private final BoundModels<TranslatorPass> bound;

  /**
   * @param parameters not copied, not to be changed
   */
  public TextTranslator(Translator model, float[] parameters, Tokenizer source, Tokenizer target) {
    this.model = model;
    this.parameters = parameters;
    this.source = source;
    this.target = target;
    this.bound = new BoundModels<>(model::bind, parameters);
  }

  /**
   * Loads a finished model.
   *
   * @throws dev.recurrent.format.UnusableModelException if it is not one, or damaged
   */
  public static TextTranslator load(ModelDirectory directory) {
    TranslatorConfig config = directory.config(Translator.KIND, TranslatorConfig.class);
    Translator model = new Translator(config);
    float[] parameters = directory.parameters(model::layout);
    TranslatorConfig.VocabularyConfig sizes = config.vocabulary();
    String first = sizes.shared() ? TOKENIZER : SOURCE_TOKENIZER;
    Tokenizer source = TokenizerJson.read(directory, first, sizes.source());
    Tokenizer target =
        sizes.shared() ? source : TokenizerJson.read(directory, TARGET_TOKENIZER, sizes.target());
    return new TextTranslator(model, parameters, source, target);
  }

  public Translator model() {
    return model;
  }

  /** Not copied. */
  public float[] parameters() {
    return parameters;
  }

  public Tokenizer source() {
    return source;
  }

  public Tokenizer target() {
    return target;
  }

  /** The best translations of one sentence, best first; at most as many as the beam is wide. */
  public List<Translation> nBest(String sentence, SearchConfig search) {
    return translations(List.of(sentence), search).get(0);
  }

  /** The best translation of each sentence. */
  public List<Translation> translate(List<String> sentences, SearchConfig search) {
    return translations(sentences, search).stream().map(all -> all.get(0)).toList();
  }

  private List<List<Translation>> translations(List<String> sentences, SearchConfig search) {
    int[][] tokens = sentences.stream().map(this::encode).toArray(int[][]::new);
    return bound.use(pass -> translations(sentences, tokens, pass, search));
  }

  private List<List<Translation>> translations(
      List<String> sentences, int[][] tokens, TranslatorPass pass, SearchConfig search) {
    Integer[] byLength = new Integer[tokens.length];
    Arrays.setAll(byLength, i -> i);
    Arrays.sort(byLength, Comparator.comparingInt(i -> tokens[i].length));
    List<List<Translation>> all = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      all.add(List.of(nothing(sentences.get(i))));
    }
    BeamSearch beam = new BeamSearch(pass, search);
    int end;
    for (int from = 0; from < byLength.length; from = end) {
      end = together(byLength, tokens, from, MOST_ROWS / search.beam());
      List<Integer> some =
          Arrays.stream(byLength, from, end).filter(i -> tokens[i].length > 0).toList();
      if (!some.isEmpty()) {
        int[][] batch = some.stream().map(i -> tokens[i]).toArray(int[][]::new);
        List<List<BeamSearch.ScoredTokens>> found = beam.search(batch);
        for (int j = 0; j < found.size(); j++) {
          String sentence = sentences.get(some.get(j));
          all.set(some.get(j), found.get(j).stream().map(f -> read(sentence, f)).toList());
        }
      }
    }
    return all;
  }

  private int[] encode(String sentence) {
    int[] tokens = BlankText.is(sentence) ? new int[0] : source.encode(sentence);
    return tokens.length > LONGEST_SOURCE ? Arrays.copyOf(tokens, LONGEST_SOURCE) : tokens;
  }

  /** Where the sentences end that are searched with the first, in the order of their lengths. */
  private static int together(Integer[] byLength, int[][] tokens, int from, int rows) {
    int end = from + 1;
    while (end < byLength.length
        && end - from < rows
        && (long) (end + 1 - from) * tokens[byLength[end]].length <= MOST_TOKENS) {
      end++;
    }
    return end;
  }

  /** Of an empty sentence. */
  private static Translation nothing(String sentence) {
    return new Translation("", 0, List.of(sentence), List.of(), new float[0][]);
  }

  private Translation read(String sentence, BeamSearch.ScoredTokens found) {
    List<String> from = new ArrayList<>(pieces(sentence));
    from.add(Vocabulary.SPECIAL_TOKENS.get(Vocabulary.END));
    List<String> tokens = new ArrayList<>();
    boolean copied = false;
    for (int i = 0; i < found.tokens().length; i++) {
      int token = found.tokens()[i];
      boolean copies = token == Vocabulary.UNKNOWN && found.attention()[i].length > 1;
      copied |= copies;
      tokens.add(
          copies
              ? copied(from, found.attention()[i], tokens.isEmpty())
              : target.vocabulary().token(token));
    }
    String text =
        copied && target instanceof WordTokenizer
            ? String.join("", tokens)
            : target.decode(found.tokens());
    return new Translation(text.strip(), found.score(), from, tokens, found.attention());
  }

  private List<String> pieces(String sentence) {
    if (source instanceof WordTokenizer words) {
      List<String> pieces = words.pieces(sentence);
      return pieces.subList(0, Math.min(LONGEST_SOURCE, pieces.size()));
    }
    return Arrays.stream(encode(sentence)).mapToObj(id -> source.vocabulary().token(id)).toList();
  }

  /** The source word that an unknown one's step looked at most (Luong et al. 2015, section 4). */
  private static String copied(List<String> from, float[] attention, boolean first) {
    int best = 0;
    for (int s = 1; s < from.size() - 1; s++) {
      if (attention[s] > attention[best]) {
        best = s;
      }
    }
    String word = from.get(best);
    return first || word.startsWith(" ") ? word : " " + word;
  }
}
