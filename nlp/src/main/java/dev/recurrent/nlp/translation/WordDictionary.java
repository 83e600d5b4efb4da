package dev.recurrent.nlp.translation;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One word of another language for each word: a translator that knows words and no grammar, to
 * measure others against.
 */
public final class WordDictionary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Its file beside a model. */
  public static final String FILE = "dictionary.tsv";

  private final TreeMap<String, String> translations;

  public WordDictionary(Map<String, String> translations) {
    this.translations = new TreeMap<>(translations);
  }

  /** What counts as a word here: BLEU's 13a tokens, with their case. */
  public static List<String> words(String sentence) {
    return Tokenizer13a.words(sentence, false);
  }

  /** Words that it has. */
  public int size() {
    return translations.size();
  }

  /** Word by word, in the order of the source; unknown words stay what they are. */
  public String translate(String sentence) {
    return words(sentence).stream().map(this::word).collect(Collectors.joining(" "));
  }

  private String word(String word) {
    String known = translations.get(word);
    return known != null ? known : translations.getOrDefault(word.toLowerCase(Locale.ROOT), word);
  }

  /** A word, a tab and its translation a line, sorted, UTF-8. */
  public byte[] writeBytes() {
    StringBuilder lines = new StringBuilder();
    translations.forEach((from, to) -> lines.append(from).append('\t').append(to).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #writeBytes} wrote. */
  public static WordDictionary readBytes(byte[] bytes) {
    Map<String, String> read = new TreeMap<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\t", 2))
        .forEach(cells -> read.put(cells[0], cells[1]));
    return new WordDictionary(read);
  }
}
