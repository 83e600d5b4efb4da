package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.spark.job.ModelKind;
import dev.recurrent.train.Model;

/** Opens classifiers of texts. */
public final class ClassifierKind implements ModelKind {
  @Override
  public String name() {
    return ClassifierModel.KIND;
  }

  @Override
  public Model<?> open(ModelDirectory directory) {
    return new ClassifierModel(directory.description().config(ClassifierConfig.class));
  }
}
