package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Model;
import dev.recurrent.train.SequenceModel;

/** Opens networks that a program has built, or that came from another framework. */
public final class SequenceModelKind implements ModelKind {
  @Override
  public String name() {
    return SequenceModel.KIND;
  }

  @Override
  public Model<?> open(ModelDirectory directory) {
    return SequencePredictor.load(directory).model();
  }
}
