package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/** Embedding, recurrent stack, projection and cross entropy; tied: the projection's weights. */
public record TextModel(int vocabulary, RecurrentConfig stack, boolean tied, float smoothing)
    implements Model<TokenBatch> {
  @Override
  public ParameterLayout layout() {
    ParameterLayout layout =
        ParameterLayout.empty()
            .with("embedding.", Embedding.layout(vocabulary, stack.inputSize()))
            .with("lstm.", stack.layout());
    return tied
        ? layout.with("output.bias", 1, vocabulary)
        : layout.with("output.", Dense.layout(stack.outputSize(), vocabulary));
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    float[] drawn = Numbers.uniform(parameters.length, 0.5, seed);
    System.arraycopy(drawn, 0, parameters, 0, drawn.length);
  }

  @Override
  public BoundModel<TokenBatch> bind(float[] parameters, float[] gradient) {
    return new TextPass(Parameters.of(layout(), parameters, gradient));
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("all", "Text", "(T, B, V)", layout().size()));
  }

  @Override
  public String kind() {
    return "test-text";
  }

  private final class TextPass implements BoundModel<TokenBatch> {
    private final Embedding embedding;
    private final RecurrentStack layers;
    private final Dense output;
    private final SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(smoothing);

    TextPass(Parameters parameters) {
      embedding = new Embedding(parameters.at("embedding."));
      layers = new RecurrentStack(stack, parameters.at("lstm."));
      Parameters own = parameters.at("output.");
      output = new Dense(tied ? parameters.at("embedding.") : own, own);
    }

    @Override
    public void parametersChanged() {
      layers.pack();
    }

    @Override
    public double lossAndGradient(TokenBatch batch, long seed) {
      DistinctRows x = embedding.lookup(batch.tokens(), batch.tokens().length);
      Matrix y = layers.forwardTraining(x, batch.batch(), null, null, seed);
      Matrix logits = output.forward(y);
      double loss = criterion.lossAndGradient(logits, batch.classes());
      embedding.backward(layers.backward(output.backward(logits), null));
      return loss;
    }

    @Override
    public double loss(TokenBatch batch) {
      DistinctRows x = embedding.lookup(batch.tokens(), batch.tokens().length);
      Matrix logits = output.forward(layers.forward(x, batch.batch(), null, null));
      return criterion.loss(logits, batch.classes());
    }
  }
}
