package dev.recurrent.nlp.generation;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/** A language model that adapts to the text while it is measured on it, batch after batch. */
public record AdaptiveLanguageModel(LanguageModel model, AdaptiveReading reading)
    implements Model<TokenBatch> {
  @Override
  public String kind() {
    return model.kind();
  }

  @Override
  public ParameterLayout layout() {
    return model.layout();
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    model.initialize(parameters, seed);
  }

  @Override
  public BoundModel<TokenBatch> bind(float[] parameters, float[] gradient) {
    return new AdaptivePass(this, parameters);
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return model.layers();
  }
}
