package dev.recurrent.nlp.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes the words of a file of word vectors, one after another. */
interface VectorSink {
  /** The tokens that want this word's vector. Without any, the vector is not read. */
  int[] tokens(String word);

  /**
   * The same of bytes.
   *
   * @param word UTF-8; other bytes are no word
   */
  default int[] tokens(byte[] word, int length) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(word, 0, length);
      return tokens(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return new int[0];
    }
  }

  /** The vector of the tokens that the last word was wanted for. */
  void write(int[] tokens, float[] vector);
}
