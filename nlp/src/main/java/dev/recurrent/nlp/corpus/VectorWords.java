package dev.recurrent.nlp.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which words a file of word vectors has. No vector is read. */
final class VectorWords implements VectorSink {
  private static final int[] NONE = {};

  private final Set<String> wanted;
  private final Predicate<String> usable;
  private final int most;
  private final Set<String> found = new HashSet<>();
  private final Set<String> others = new HashSet<>();
  private final List<String> order = new ArrayList<>();

  VectorWords(Set<String> wanted, Predicate<String> usable, int most) {
    this.wanted = wanted;
    this.usable = usable;
    this.most = most;
  }

  @Override
  public int[] tokens(byte[] word, int length) {
    String text = VectorSink.decoded(word, length);
    if (text == null) {
      return NONE;
    }
    if (wanted.contains(text)) {
      found.add(text);
    } else if (order.size() < most && usable.test(text) && others.add(text)) {
      order.add(text);
    }
    return NONE;
  }

  @Override
  public void write(int[] tokens, float[] vector) {
    throw new IllegalStateException("no word was wanted");
  }

  WordVectorFile.Words words() {
    return new WordVectorFile.Words(found, order);
  }
}
