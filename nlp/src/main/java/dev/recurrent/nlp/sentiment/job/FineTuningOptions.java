package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.train.LayerRates;
import picocli.CommandLine.Option;

/** How the layers of a model to start from go on learning. */
final class FineTuningOptions {
  @Option(
      names = "--layer-rate-decay",
      defaultValue = "1",
      description =
          "With --init-from: what the learning rate is divided by from each layer to the one below"
              + " it, 1 or more; 2.6 is ULMFiT's (default: ${DEFAULT-VALUE}, one rate for all).")
  float layerRateDecay = 1;

  @Option(
      names = "--unfreeze",
      description =
          "With --init-from: the output and the pooling learn in the first epoch, and with each"
              + " further epoch one more layer does, from the top.")
  boolean unfreeze;

  /**
   * @param initFrom whether a run starts from a model
   * @throws JobException naming the option that cannot be
   */
  void requireValid(boolean initFrom) {
    if (!(layerRateDecay >= 1 && layerRateDecay < Float.POSITIVE_INFINITY)) {
      throw JobException.usage(
          "--layer-rate-decay is " + layerRateDecay + ", expected 1 or more and finite");
    }
    if (!initFrom && (layerRateDecay != 1 || unfreeze)) {
      throw JobException.usage(
          (unfreeze ? "--unfreeze" : "--layer-rate-decay")
              + " is for layers that have learned before; give --init-from");
    }
  }

  /**
   * @param batchesPerEpoch of a shard
   */
  LayerRates rates(ClassifierModel model, int batchesPerEpoch) {
    if (layerRateDecay == 1 && !unfreeze) {
      return LayerRates.equal();
    }
    return LayerRates.of(
        layerRateDecay, unfreeze ? batchesPerEpoch : 0, model.layout(), model::depth);
  }
}
