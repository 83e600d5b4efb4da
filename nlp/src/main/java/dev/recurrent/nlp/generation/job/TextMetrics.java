package dev.recurrent.nlp.generation.job;

import dev.recurrent.spark.DivergedException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A language model's loss in the units people compare.
 *
 * @param natsPerToken mean negative log likelihood
 * @param tokens of the text
 * @param characters code points of the same text
 */
record TextMetrics(double natsPerToken, long tokens, long characters) {
  double natsPerCharacter() {
    return natsPerToken * tokens / characters;
  }

  double bitsPerCharacter() {
    return natsPerCharacter() / Math.log(2);
  }

  /** Of a token. */
  double perplexity() {
    return Math.exp(natsPerToken);
  }

  /**
   * @throws DivergedException if the perplexity is beyond numbers
   */
  Map<String, Object> toMap() {
    if (!Double.isFinite(perplexity())) {
      throw new DivergedException(
          "the validation loss is "
              + natsPerToken
              + " nats a token; lower --learning-rate,"
              + " or --dynamic of generation evaluate");
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("nats_per_char", natsPerCharacter());
    map.put("bits_per_char", bitsPerCharacter());
    map.put("perplexity", perplexity());
    return map;
  }
}
