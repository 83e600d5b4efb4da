package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The HuggingFace library reads the written files and agrees on ids and text. */
class HuggingFaceParityTest {

  @TempDir private Path directory;

  @BeforeAll
  static void needsTheNativeLibrary() {
    // The library in the test class path is enough; nothing may be fetched or reported.
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    String reason =
        CompletableFuture.runAsync(LibUtils::checkStatus)
            .handle((done, failure) -> failure == null ? "" : failure.toString())
            .join();
    if (!reason.isEmpty()) {
      System.out.println("HuggingFace parity is not tested on this platform: " + reason);
    }
    assumeTrue(reason.isEmpty(), reason);
  }

  private static List<String> texts(TokenKind kind) {
    List<String> texts =
        new ArrayList<>(
            List.of(Texts.ENGLISH, Texts.FRENCH, Texts.GERMAN, Texts.RUSSIAN, Texts.ALL.repeat(5)));
    texts.addAll(Texts.ODD);
    Random random = new Random(14);
    for (int round = 0; round < 200; round++) {
      texts.add(Texts.random(random, 1 + random.nextInt(300)));
      int from = random.nextInt(Texts.ALL.length());
      texts.add(Texts.ALL.substring(from, from + random.nextInt(Texts.ALL.length() - from)));
    }
    if (kind == TokenKind.BPE) {
      // In the file of a BPE tokenizer this character is the space.
      texts.replaceAll(text -> text.replace('\u2581', '_'));
    }
    return texts;
  }

  private HuggingFaceTokenizer open(Tokenizer tokenizer) throws Exception {
    Path file = directory.resolve("tokenizer.json");
    Files.write(file, TokenizerJson.writeBytes(tokenizer));
    // Its Java front cuts after 512 tokens unless told not to.
    return HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false"));
  }

  @ParameterizedTest
  @EnumSource
  void idsAreTheSame(TokenKind kind) throws Exception {
    for (int size : new int[] {261, 350, 5000}) {
      Tokenizer ours = Texts.learn(kind, size, Texts.ALL);
      try (HuggingFaceTokenizer theirs = open(ours)) {
        for (String text : texts(kind)) {
          long[] expected = theirs.encode(text).getIds();
          long[] actual = IntStream.of(ours.encode(text)).asLongStream().toArray();
          assertArrayEquals(expected, actual);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void decodedTextIsTheSame(TokenKind kind) throws Exception {
    Tokenizer ours = Texts.learn(kind, 700, Texts.ALL);
    try (HuggingFaceTokenizer theirs = open(ours)) {
      for (String text : texts(kind)) {
        int[] ids = ours.encode(text);
        String expected = theirs.decode(IntStream.of(ids).asLongStream().toArray(), true);
        assertEquals(expected, ours.decode(ids));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void spelledOutSpecialTokensAreTokensToTheLibraryOnly(TokenKind kind) throws Exception {
    Tokenizer ours = Texts.learn(kind, 700, "<s> </s> ".repeat(3));
    try (HuggingFaceTokenizer theirs = open(ours)) {
      assertArrayEquals(new long[] {Vocabulary.END}, theirs.encode("</s>").getIds());
      assertEquals("</s>", ours.decode(ours.encode("</s>")));
    }
  }

  @Test
  void theSpaceSignIsASpaceToTheLibraryOnly() throws Exception {
    Tokenizer ours = Texts.learn(TokenKind.BPE, 700, Texts.ALL);
    try (HuggingFaceTokenizer theirs = open(ours)) {
      assertEquals(" the", theirs.decode(theirs.encode("\u2581the").getIds(), true));
      assertEquals("\u2581the", ours.decode(ours.encode("\u2581the")));
      // Its bytes, however, are the sign again to both.
      int[] ids = ours.encode("\u2581the");
      long[] sameIds = IntStream.of(ids).asLongStream().toArray();
      assertEquals("\u2581the", theirs.decode(sameIds, true));
    }
  }
}
