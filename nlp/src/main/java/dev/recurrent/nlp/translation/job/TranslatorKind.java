package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.spark.job.ModelKind;
import dev.recurrent.train.Model;

/** Opens translators. */
public final class TranslatorKind implements ModelKind {
  @Override
  public String name() {
    return Translator.KIND;
  }

  @Override
  public Model<?> open(ModelDirectory directory) {
    return new Translator(directory.description().config(TranslatorConfig.class));
  }
}
