package dev.recurrent.nlp.sentiment.ml;

import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * What is known of word vectors that other texts than those to train on give.
 *
 * @param more texts without labels to learn vectors from, or null
 * @param kept whether vectors that other texts gave to most words of the texts are not trained
 */
public record OtherVectors(@Nullable JavaRDD<String> more, boolean kept) {
  /** No more texts; the settings say whether vectors are trained. */
  public static OtherVectors none() {
    return new OtherVectors(null, false);
  }
}
