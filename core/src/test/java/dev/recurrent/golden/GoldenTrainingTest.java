package dev.recurrent.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.DenseModel;
import dev.recurrent.testing.TableBatch;
import dev.recurrent.testing.TextModel;
import dev.recurrent.testing.TokenBatch;
import dev.recurrent.train.Adam;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten steps of every optimizer, and whole models under cross entropy. */
class GoldenTrainingTest {
  private static TextModel textModel(Golden golden, boolean tied) {
    RecurrentConfig stack =
        RecurrentConfig.of(
            CellType.LSTM,
            golden.integer("embeddingSize"),
            golden.integer("hiddenSize"),
            golden.integer("layers"));
    return new TextModel(golden.integer("vocabularySize"), stack, tied, 0f);
  }

  private static TrainingConfig training(Golden golden, Optimizer optimizer, GradientClip clip) {
    float rate = (float) golden.number("learningRate");
    return new TrainingConfig(optimizer, rate, LearningRateSchedule.constant(), clip, 1);
  }

  @Test
  void tenClippedStepsOfAdamEqualPyTorch() throws IOException {
    Golden golden = Golden.read("text-adam");
    TextModel model = textModel(golden, false);
    float[] parameters = golden.in("parameters").parameters(model.layout());
    GradientClip clip = GradientClip.byNorm(golden.number("clipNorm"));
    TrainingState state = TrainingState.start(parameters, Adam.defaults());
    Trainer<TokenBatch> trainer =
        new Trainer<>(model, training(golden, Adam.defaults(), clip), state);
    int steps = golden.in("losses").node().size();
    for (int n = 0; n < steps; n++) {
      int[] tokens = golden.in("tokens").at(n).integers();
      int[] targets = golden.in("targets").at(n).integers();
      double loss = trainer.step(new TokenBatch(tokens, targets, golden.integer("batch")), n, 1f);
      golden.in("losses").at(n).requireEqual(loss);
      golden.in("norms").at(n).requireEqual(trainer.gradientNorm());
    }
    golden.in("after").requireEqual(model.layout(), state.parameters);
    assertEquals(10, state.momentSteps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "rmsprop", "momentum", "sgd"})
  void tenStepsEqualPyTorch(String name) throws IOException {
    Golden golden = Golden.read("optimizer-" + name);
    int rows = golden.integer("rows");
    DenseModel model =
        new DenseModel(
            golden.integer("inputSize"), golden.integer("outputSize"), new SquaredError());
    TableBatch batch =
        new TableBatch(
            golden.in("input").matrix(rows, model.inputSize()),
            golden.in("targets").matrix(rows, model.outputSize()));
    float[] parameters = golden.in("parameters").parameters(model.layout());
    Optimizer optimizer = Optimizer.of(name);
    TrainingState state = TrainingState.start(parameters, optimizer);
    Trainer<TableBatch> trainer =
        new Trainer<>(model, training(golden, optimizer, GradientClip.none()), state);
    int steps = golden.in("losses").node().size();
    for (int n = 0; n < steps; n++) {
      golden.in("losses").at(n).requireEqual(trainer.step(batch, n, 1f));
    }
    golden.in("after").requireEqual(model.layout(), state.parameters);
  }

  @Test
  void tiedEmbeddingsGetBothGradients() throws IOException {
    Golden golden = Golden.read("text-tied");
    TextModel model = textModel(golden, true);
    float[] parameters = golden.in("parameters").parameters(model.layout());
    float[] gradient = new float[parameters.length];
    BoundModel<TokenBatch> pass = model.bind(parameters, gradient);
    pass.parametersChanged();
    TokenBatch batch =
        new TokenBatch(
            golden.in("tokens").integers(),
            golden.in("targets").integers(),
            golden.integer("batch"));
    golden.in("loss").requireEqual(pass.loss(batch));
    golden.in("loss").requireEqual(pass.lossAndGradient(batch, 1));
    golden.in("gradients").requireEqual(model.layout(), gradient);
  }
}
