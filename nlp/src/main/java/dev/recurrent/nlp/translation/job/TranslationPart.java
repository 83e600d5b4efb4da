package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.translation.Bleu;
import dev.recurrent.nlp.translation.Chrf;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sentences with all their references, translated and counted where they lie. */
final class TranslationPart implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Sentences translated together. */
  private static final int TOGETHER = 256;

  private static final int SHOWN = 3;

  /** A source and what it may be translated to. */
  static final class Sentence implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By length, so that those translated together pad little; ties by text. */
    static final Comparator<Sentence> BY_LENGTH =
        Comparator.<Sentence>comparingInt(s -> s.source.length())
            .thenComparing(s -> s.source)
            .thenComparing(s -> String.join("\n", s.references));

    final String source;
    final List<String> references;

    Sentence(String source, List<String> references) {
      this.source = source;
      this.references = new ArrayList<>(references);
    }

    /** Drawn from its text: what decides where it is translated and whether it is shown. */
    long key() {
      return PairTokens.key(source, "");
    }
  }

  /** A sentence and its translation, to be shown. */
  static final class Sample implements Serializable {
    private static final long serialVersionUID = 1L;
    final Sentence sentence;
    final String translation;

    Sample(Sentence sentence, String translation) {
      this.sentence = sentence;
      this.translation = translation;
    }
  }

  final Bleu bleu;
  final Bleu lowercased = new Bleu(true);
  final Chrf chrf;
  final List<Sample> samples = new ArrayList<>();

  TranslationPart(boolean lowercase) {
    bleu = new Bleu(lowercase);
    chrf = new Chrf(lowercase);
  }

  /** Translates all; those of the smallest keys are kept to be shown. */
  void add(List<Sentence> sentences, TextTranslator translator, SearchConfig search) {
    for (int from = 0; from < sentences.size(); from += TOGETHER) {
      List<Sentence> some = sentences.subList(from, Math.min(from + TOGETHER, sentences.size()));
      List<TextTranslator.Translation> translations =
          translator.translate(some.stream().map(s -> s.source).toList(), search);
      for (int i = 0; i < some.size(); i++) {
        add(some.get(i), translations.get(i).text());
        samples.add(new Sample(some.get(i), translations.get(i).text()));
      }
      keepFew();
    }
  }

  private void keepFew() {
    samples.sort(Comparator.comparingLong(sample -> sample.sentence.key()));
    samples.subList(Math.min(SHOWN, samples.size()), samples.size()).clear();
  }

  /** Counts a translation. */
  void add(Sentence sentence, String translation) {
    bleu.add(translation, sentence.references);
    lowercased.add(translation, sentence.references);
    chrf.add(translation, sentence.references);
  }

  void merge(TranslationPart other) {
    bleu.merge(other.bleu);
    lowercased.merge(other.lowercased);
    chrf.merge(other.chrf);
    samples.addAll(other.samples);
    keepFew();
  }
}
