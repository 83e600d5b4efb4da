package dev.recurrent.nlp.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes the words of a file of word vectors, one after another. */
interface VectorSink {
  /**
   * The tokens that want this word's vector. Without any, the vector is not read.
   *
   * @param word UTF-8; other bytes are no word
   */
  int[] tokens(byte[] word, int length);

  /** The vector of the tokens that the last word was wanted for. */
  void write(int[] tokens, float[] vector);

  /** The word, or null if the bytes are not UTF-8. */
  static @Nullable String decoded(byte[] word, int length) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(word, 0, length);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
