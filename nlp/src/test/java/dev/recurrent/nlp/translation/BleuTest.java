package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BLEU and chrF of a small corpus as sacreBLEU 2.6.0 gives them. */
class BleuTest {
  private static final List<String> TRANSLATIONS =
      List.of(
          "The old miller counts 1,250.75 sacks of grain -- twice, at 6:30 p.m.!",
          "Une péniche rouge passe sous le pont ; l'eau est calme.",
          "Der Fährmann sagte: „Morgen um 7-8 Uhr geht's los“, und lachte.",
          "A&amp;B ship 3.5-inch drives for $9.99 (plus 20% tax).",
          "Кошка спит на тёплой печи, а мышь не спит.",
          "He left.");
  private static final List<String> FIRST =
      List.of(
          "The old miller counted 1,250.75 sacks of grain, twice, at 6:30 p.m.!",
          "Une péniche rouge passe lentement sous le vieux pont ; l'eau est calme.",
          "Der Fährmann sagte: „Morgen um 7-8 Uhr geht es los“ und lachte laut.",
          "A&B ships 3.5-inch drives for $9.99 (plus 20 % tax).",
          "Кошка спит на тёплой печке, а мышь не спит никогда.",
          "he left early this morning.");
  private static final List<String> SECOND =
      List.of(
          "An old Miller counts 1250.75 bags of grain twice at 6:30 p.m.",
          "Une péniche rouge glisse sous le pont et l'eau reste calme.",
          "„Morgen um 7-8 Uhr geht's los“, sagte der Fährmann und lachte.",
          "A & B ship 3.5 inch drives for $9.99, plus 20% tax.",
          "На тёплой печи спит кошка, а мышь не спит.",
          "He has left.");

  private static List<String> references(int sentence, int count) {
    return count == 1
        ? List.of(FIRST.get(sentence))
        : List.of(FIRST.get(sentence), SECOND.get(sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 64.46207420665502, 0.9162188716508777, 74.38081313733467",
    "1, true, 64.96855355417577, 0.9162188716508777, 74.76993334492687",
    "2, false, 81.19008820373749, 1.0, 77.94081335679877",
    "2, true, 82.5737221425028, 1.0, 79.07309316041638"
  })
  void agreesWithSacreBleu(
      int references, boolean lowercase, double bleu, double brevity, double chrf) {
    Bleu[] parts = {new Bleu(lowercase), new Bleu(lowercase)};
    Chrf[] characters = {new Chrf(lowercase), new Chrf(lowercase)};
    for (int i = 0; i < TRANSLATIONS.size(); i++) {
      parts[i % 2].add(TRANSLATIONS.get(i), references(i, references));
      characters[i % 2].add(TRANSLATIONS.get(i), references(i, references));
    }
    parts[1].merge(parts[0]);
    characters[0].merge(characters[1]);
    assertEquals(bleu, parts[1].score(), 1e-9);
    assertEquals(brevity, parts[1].brevityPenalty(), 1e-12);
    assertEquals(chrf, characters[0].score(), 1e-9);
    assertEquals(
        "nrefs:"
            + references
            + "|case:"
            + (lowercase ? "lc" : "mixed")
            + "|eff:no|tok:13a|smooth:exp|version:recurrent",
        parts[1].signature());
  }

  @Test
  void wordsAreThoseOf13a() {
    assertEquals(
        "The old miller counts 1,250.75 sacks of grain -- twice , at 6 : 30 p . m . !",
        String.join(" ", Tokenizer13a.words(TRANSLATIONS.get(0), false)));
    assertEquals(
        "der fährmann sagte : „morgen um 7 - 8 uhr geht's los“ , und lachte .",
        String.join(" ", Tokenizer13a.words(TRANSLATIONS.get(2), true)));
    assertEquals(
        "A & B ship 3.5 - inch drives for $ 9.99 ( plus 20 % tax ) .",
        String.join(" ", Tokenizer13a.words(TRANSLATIONS.get(3), false)));
  }

  @Test
  void anOrderWithoutMatchIsSmoothed() {
    assertEquals(42.72870063962342, bleu("The cat sat on it", "The cat sat upon it"), 1e-9);
    assertEquals(0, bleu("He left.", "he left early this morning."));
    assertEquals(0, bleu("nothing in common here", "a b c d"));
    assertEquals(0, bleu("", "a b c d"));
    assertEquals(100, bleu("One to four words.", "One to four words."), 1e-9);
    Chrf chrf = new Chrf(false);
    chrf.add("xyz", List.of("abc"));
    assertEquals(0, chrf.score());
  }

  private static double bleu(String translation, String reference) {
    Bleu bleu = new Bleu(false);
    bleu.add(translation, List.of(reference));
    return bleu.score();
  }

  @Test
  void needsAReference() {
    assertThrows(IllegalArgumentException.class, () -> new Bleu(false).add("a", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Chrf(false).add("a", List.of()));
  }
}
