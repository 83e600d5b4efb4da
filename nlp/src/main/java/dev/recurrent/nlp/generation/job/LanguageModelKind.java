package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.spark.job.ModelKind;
import dev.recurrent.train.Model;

/** Opens language models. */
public final class LanguageModelKind implements ModelKind {
  @Override
  public String name() {
    return LanguageModel.KIND;
  }

  @Override
  public Model<?> open(ModelDirectory directory) {
    return new LanguageModel(directory.description().config(LanguageModelConfig.class));
  }
}
