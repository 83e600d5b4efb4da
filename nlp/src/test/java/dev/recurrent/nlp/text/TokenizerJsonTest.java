package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerJsonTest {

  private static final String CORPUS = Texts.ALL + String.join("\n", Texts.ODD).repeat(2);

  private static void assertSame(Tokenizer expected, Tokenizer actual) {
    assertEquals(expected.kind(), actual.kind());
    assertEquals(expected.vocabulary(), actual.vocabulary());
    Random random = new Random(13);
    for (int round = 0; round < 50; round++) {
      String text = Texts.random(random, 100) + CORPUS.substring(random.nextInt(CORPUS.length()));
      assertArrayEquals(expected.encode(text), actual.encode(text));
    }
    if (expected instanceof BpeTokenizer bpe) {
      assertEquals(bpe.merges(), ((BpeTokenizer) actual).merges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesGiveTheTokenizerBack(TokenKind kind) {
    Tokenizer tokenizer = Texts.learn(kind, 800, CORPUS);
    assertSame(tokenizer, TokenizerJson.read(TokenizerJson.write(tokenizer)));
    assertSame(tokenizer, TokenizerJson.readBytes(TokenizerJson.writeBytes(tokenizer)));
  }

  @ParameterizedTest
  @EnumSource
  void sameTokenizerGivesTheSameBytes(TokenKind kind) {
    byte[] first = TokenizerJson.writeBytes(Texts.learn(kind, 800, CORPUS));
    byte[] second = TokenizerJson.writeBytes(Texts.learn(kind, 800, CORPUS));
    assertArrayEquals(first, second);
    assertArrayEquals(first, TokenizerJson.writeBytes(TokenizerJson.readBytes(first)));
  }

  @ParameterizedTest
  @EnumSource
  void serializedTokenizersEncodeTheSame(TokenKind kind) throws Exception {
    Tokenizer tokenizer = Texts.learn(kind, 800, CORPUS);
    assertTrue(tokenizer.encode(CORPUS).length > 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tokenizer);
    }
    byte[] written = bytes.toByteArray();
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written))) {
      assertSame(tokenizer, (Tokenizer) in.readObject());
    }
  }

  /**
   * Replaces one part of a good file and expects a message of one line that starts as given; ~
   * stands for the file.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BPE | \"type\":\"BPE\" | \"type\":\"Unigram\" | model.type~ \"Unigram\"",
        "BPE | \"type\":\"BPE\" | \"type\":7 | model.type~ 7",
        "BPE | \"type\":\"BPE\" | \"typo\":\"BPE\" | model.type~ missing",
        "BPE | \"byte_fallback\":true | \"byte_fallback\":1 | model.byte_fallback~ 1",
        "BPE | \"byte_fallback\":true | \"byte_fallback\":false | normalizer~",
        "BPE | \"fuse_unk\":false | \"fuse_unk\":true | model.fuse_unk~ true",
        "BPE | \"dropout\":null | \"dropout\":0.5 | model.dropout~ 0.5",
        "BPE | \"normalizer\":{ | \"x\":{ | normalizer~ missing",
        "BPE | \"Isolated\" | \"Removed\" | pre_tokenizer~",
        "BPE | \"content\":\"<pad>\" | \"content\":\"[PAD]\" | added_tokens~",
        "BPE | \"<pad>\":0, | `` | model.vocab[\"",
        "BPE | \"<unk>\":1 | \"<unk>\":0 | model.vocab[\"<unk>\"]~ 0",
        "BPE | \"<unk>\":1 | \"<unk>\":-1 | model.vocab[\"<unk>\"]~ -1",
        "BPE | \"<unk>\":1 | \"<unk>\":1.5 | model.vocab[\"<unk>\"]~ 1.5",
        "BPE | \"<unk>\":1 | \"<pad>\":1 | tokenizer.json is not JSON: it ",
        "BPE | \"<unk>\":1 | \"[UNK]\":1 | vocabulary starts with",
        "BPE | \"<0x00>\" | \"<0x0>\" | byte token <0x00> is missing",
        "BPE | \"merges\":[ | \"merges\":[7, | model.merges[0]~ 7",
        "BPE | \"merges\":[ | \"merges\":[\"ab\", | model.merges[0]~ \"ab\"",
        "BPE | \"merges\":[ | \"merges\":[\"\u2581 b c\", | model.merges[0]~",
        "BPE | \"merges\":[ | \"merges\":[\"\u2581 \u2581\", | merge 0 gives",
        "BPE | \"merges\":[ | \"Merges\":[ | model.merges~ missing",
        "CHAR | \"merges\":[] | \"merges\":[\"a b\"] | model.merges~",
        "CHAR | \"post_processor\":null | \"post_processor\":{} | post_processor~ {}",
        "CHAR | \"truncation\":null | \"truncation\":5 | truncation~ 5",
        "CHAR | {\"version\" | [\"version\" | tokenizer.json is not JSON: it ",
        "CHAR | \"version\":\"1.0\" | \"version\":\"2.0\" | version~ \"2.0\"",
        "WORD | \"vocab\":{ | \"vocab\":7,\"v\":{ | model.vocab~ 7",
        "WORD | \"Fuse\" | \"WordPiece\" | decoder~",
      })
  void malformedFilesAreRejected(TokenKind kind, String good, String bad, String message) {
    String file = TokenizerJson.write(Texts.learn(kind, 300, Texts.ENGLISH));
    assertTrue(file.contains(good), good);
    String broken = file.replace(good, bad);
    String actual =
        assertThrows(IllegalArgumentException.class, () -> TokenizerJson.read(broken)).getMessage();
    assertTrue(actual.startsWith(message.replace("~", " in tokenizer.json is")), actual);
    assertFalse(actual.contains("\n"), actual);
  }

  @ParameterizedTest
  @EnumSource
  void cutFilesAreRejected(TokenKind kind) {
    String file = TokenizerJson.write(Texts.learn(kind, 300, Texts.ENGLISH));
    for (int length = 0; length < file.length(); length += 7) {
      String cut = file.substring(0, length);
      assertThrows(IllegalArgumentException.class, () -> TokenizerJson.read(cut));
    }
    assertThrows(IllegalArgumentException.class, () -> TokenizerJson.read(file + "{}"));
  }

  @Test
  void bytesThatAreNotUtf8AreRejected() {
    byte[] bytes = TokenizerJson.writeBytes(Texts.learn(TokenKind.CHAR, 300, Texts.ENGLISH));
    bytes[bytes.length / 2] = (byte) 0xFF;
    assertThrows(IllegalArgumentException.class, () -> TokenizerJson.readBytes(bytes));
  }

  @Test
  void deeplyNestedFilesAreRejected() {
    String deep = "[".repeat(100_000);
    assertThrows(IllegalArgumentException.class, () -> TokenizerJson.read(deep));
    assertThrows(IllegalArgumentException.class, () -> TokenizerJson.read("null"));
  }
}
