package dev.recurrent.nlp.corpus;

import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer as the value of a broadcast: its file. An own tokenizer may be a record, which
 * Spark's Kryo cannot read, and its class is on the loader of the program's jars.
 */
public final class SharedTokenizer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] file;
  private transient @Nullable Tokenizer tokenizer;

  public SharedTokenizer(Tokenizer tokenizer) {
    this.file = TokenizerJson.writeBytes(tokenizer);
    this.tokenizer = tokenizer;
  }

  /** The same for all tasks of an executor, which reads it once. */
  public synchronized Tokenizer tokenizer() {
    if (tokenizer == null) {
      tokenizer = TokenizerJson.readBytes(file);
    }
    return tokenizer;
  }
}
