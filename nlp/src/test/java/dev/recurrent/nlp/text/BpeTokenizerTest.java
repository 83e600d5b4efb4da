package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {

  private final Tokenizer tokenizer = Texts.learn(TokenKind.BPE, 700, Texts.ALL);

  private static int idOfByte(int value) {
    return ByteFallback.FIRST_ID + value;
  }

  @Test
  void anyTextSurvives() {
    assertEquals(Texts.ALL, tokenizer.decode(tokenizer.encode(Texts.ALL)));
    for (String text : Texts.ODD) {
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
    Random random = new Random(9);
    for (int round = 0; round < 300; round++) {
      String text = Texts.random(random, 200);
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void unpairedSurrogatesSurvive() {
    Random random = new Random(10);
    for (int round = 0; round < 300; round++) {
      String text = Texts.randomUnits(random, 50);
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void everyCodePointSurvivesInBytes() {
    Tokenizer bytes = Texts.learn(TokenKind.BPE, 261, "a");
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = Character.toString(codePoint);
      assertEquals(text, bytes.decode(bytes.encode(text)));
    }
  }

  @Test
  void unknownCharactersAreTheirUtf8Bytes() {
    int[] ids = tokenizer.encode("\u4F60\uD83D\uDE00");
    assertArrayEquals(
        new int[] {
          idOfByte(0xE4),
          idOfByte(0xBD),
          idOfByte(0xA0),
          idOfByte(0xF0),
          idOfByte(0x9F),
          idOfByte(0x98),
          idOfByte(0x80)
        },
        ids);
  }

  @Test
  void theSpaceSignItselfIsSpelledInBytes() {
    assertArrayEquals(
        new int[] {idOfByte(0xE2), idOfByte(0x96), idOfByte(0x81)}, tokenizer.encode("\u2581"));
  }

  @Test
  void bytesOfNoCharacterAreReplacedAndTheirNeighboursStay() {
    int[] ids = {
      idOfByte(0x80), idOfByte('o'), idOfByte(0xC3), idOfByte(0xA9), idOfByte(0xE4), idOfByte(0xBD)
    };
    assertEquals("\uFFFDo\u00E9\uFFFD\uFFFD", tokenizer.decode(ids));
    assertEquals("\uFFFD\uFFFD", tokenizer.decode(new int[] {idOfByte(0xC0), idOfByte(0x80)}));
    assertEquals(
        "\uFFFD\uFFFD\uFFFD",
        tokenizer.decode(new int[] {idOfByte(0xE0), idOfByte(0x80), idOfByte(0x80)}));
  }

  @Test
  void anyIdsDecode() {
    Random random = new Random(11);
    int size = tokenizer.vocabulary().size();
    for (int round = 0; round < 300; round++) {
      String text = tokenizer.decode(random.ints(60, 0, size).toArray());
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void specialTokensGiveNothingEvenBetweenBytes() {
    int[] ids = {2, idOfByte(0xC3), 0, idOfByte(0xA9), 3};
    assertEquals("\u00E9", tokenizer.decode(ids));
  }

  @Test
  void frequentWordsTakeFewTokens() {
    assertEquals(1, tokenizer.encode(" the").length);
    assertTrue(tokenizer.encode(Texts.ALL).length < Texts.ALL.length() * 2 / 3);
  }

  @Test
  void piecesCutAtLineEndsGiveTheIdsOfTheWhole() {
    int[] whole = tokenizer.encode(Texts.ALL);
    int[] pieces =
        Texts.ALL
            .lines()
            .flatMapToInt(line -> IntStream.of(tokenizer.encode(line + "\n")))
            .toArray();
    assertArrayEquals(whole, pieces);
  }

  @Test
  void encodingIsTheSameInAnyOrderAndFromManyThreads() {
    List<String> lines = new ArrayList<>(Texts.ALL.lines().toList());
    Tokenizer fresh = Texts.learn(TokenKind.BPE, 700, Texts.ALL);
    Collections.shuffle(lines, new Random(12));
    List<List<Integer>> parallel =
        lines.parallelStream()
            .map(line -> IntStream.of(fresh.encode(line)).boxed().toList())
            .toList();
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(IntStream.of(tokenizer.encode(lines.get(i))).boxed().toList(), parallel.get(i));
    }
  }

  @Test
  void veryLongWordsAreEncoded() {
    String word = "thestone".repeat(30_000);
    assertEquals(word, tokenizer.decode(tokenizer.encode(word)));
  }

  @Test
  void byteTokensHaveToFollowTheSpecialOnes() {
    Vocabulary none = Vocabulary.withSpecialTokens(List.of("\u2581", "a"));
    MergeTable noMerges = new MergeTable(new int[0], new int[0], none);
    String message =
        assertThrows(IllegalArgumentException.class, () -> new BpeTokenizer(none, noMerges))
            .getMessage();
    assertEquals("byte token <0x00> is missing, expected id 4 for tokens=bpe", message);
  }

  @Test
  void theSpaceNeedsAToken() {
    Vocabulary bytes = Vocabulary.withSpecialTokens(ByteFallback.tokens());
    MergeTable noMerges = new MergeTable(new int[0], new int[0], bytes);
    assertThrows(IllegalArgumentException.class, () -> new BpeTokenizer(bytes, noMerges));
  }
}
