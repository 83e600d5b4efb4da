package dev.recurrent.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A text as DL4J wants it: tokens (B, 1, T) and one-hot targets (B, V, T).
 *
 * @param training tokens
 * @param validation tokens
 * @param vocabulary V
 * @param steps T
 */
record CharacterData(int[] training, int[] validation, int vocabulary, int steps) {
  /** Characters of the first part get numbers, those only in the last part share 0. */
  static CharacterData of(String text, double share, int steps) {
    int cut = (int) Math.round(text.length() * (1 - share));
    TreeMap<Character, Integer> index = new TreeMap<>();
    text.substring(0, cut).chars().forEach(c -> index.put((char) c, 0));
    int next = 1;
    for (Character c : List.copyOf(index.keySet())) {
      index.put(c, next++);
    }
    int[] all = text.chars().map(c -> index.getOrDefault((char) c, 0)).toArray();
    return new CharacterData(
        java.util.Arrays.copyOfRange(all, 0, cut),
        java.util.Arrays.copyOfRange(all, cut, all.length),
        next,
        steps);
  }

  List<DataSet> trainingSets(int batch) {
    return sets(training, batch);
  }

  /** In {@code batch} streams, or in fewer where the text is too short for so many. */
  List<DataSet> validationSets(int batch) {
    return sets(validation, Math.max(1, Math.min(batch, (validation.length - 1) / steps)));
  }

  /** Batch i holds the i-th sequence of each of B contiguous streams. */
  private List<DataSet> sets(int[] tokens, int batch) {
    int length = (tokens.length - 1) / batch;
    List<DataSet> sets = new ArrayList<>();
    for (int at = 0; at + steps <= length; at += steps) {
      float[] x = new float[batch * steps];
      INDArray y = Nd4j.zeros(DataType.FLOAT, batch, vocabulary, steps);
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < steps; t++) {
          int place = b * length + at + t;
          x[b * steps + t] = tokens[place];
          y.putScalar(b, tokens[place + 1], t, 1f);
        }
      }
      sets.add(new DataSet(Nd4j.create(x, new long[] {batch, 1, steps}, 'c'), y));
    }
    return sets;
  }
}
