package dev.recurrent.nlp.corpus;

import java.util.HashSet;
import java.util.LinkedHashSet;
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
  private final Set<String> others = new LinkedHashSet<>();

  VectorWords(Set<String> wanted, Predicate<String> usable, int most) {
    this.wanted = wanted;
    this.usable = usable;
    this.most = most;
  }

  @Override
  public int[] tokens(String word) {
    if (wanted.contains(word)) {
      found.add(word);
    } else if (others.size() < most && usable.test(word)) {
      others.add(word);
    }
    return NONE;
  }

  @Override
  public void write(int[] tokens, float[] vector) {
    throw new IllegalStateException("no word was wanted");
  }

  WordVectorFile.Words words() {
    return new WordVectorFile.Words(found, List.copyOf(others));
  }
}
