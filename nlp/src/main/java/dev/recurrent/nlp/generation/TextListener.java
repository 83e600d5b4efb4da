package dev.recurrent.nlp.generation;

/** Follows texts while they are written together. A text is meant by the place of its prompt. */
public interface TextListener {
  /** Whether the text is to come in pieces too. */
  boolean wantsPieces(int prompt);

  /** Takes the next piece; the sum of all pieces is the text. */
  void piece(int prompt, String piece);

  /** Whether the text is not needed any more: it ends where it is. */
  boolean stopped(int prompt);
}
