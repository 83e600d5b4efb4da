package dev.recurrent.golden;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.attention.AttentionDecoderConfig;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.AttentionModel;
import dev.recurrent.testing.WeightBatch;
import dev.recurrent.train.BoundModel;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A decoder of two layers with input feeding: loss, and the gradients of weights, input, memory and
 * initial states.
 */
class GoldenDecoderTest {
  @ParameterizedTest
  @EnumSource(Attention.Kind.class)
  void decoderEqualsPyTorch(Attention.Kind kind) throws IOException {
    Golden golden = Golden.read("decoder-" + kind.label());
    int[] lengths = golden.in("lengths").integers();
    int embedding = golden.integer("inputSize");
    RecurrentConfig layers =
        RecurrentConfig.of(
            CellType.GRU, embedding, golden.integer("hiddenSize"), golden.integer("layers"));
    AttentionDecoderConfig config =
        new AttentionDecoderConfig(
            embedding,
            layers,
            kind,
            golden.integer("memorySize"),
            golden.integer("outputSize"),
            true);
    int steps = golden.integer("steps");
    AttentionModel model =
        new AttentionModel(config, steps, golden.integer("memorySteps"), lengths.length);
    float[] values = golden.in("parameters").parameters(model.layout());
    float[] gradients = new float[values.length];
    BoundModel<WeightBatch> pass = model.bind(values, gradients);
    pass.parametersChanged();
    Matrix weights = golden.in("outputWeights").matrix(steps * lengths.length, config.outputSize());
    golden.in("loss").requireEqual(pass.loss(new WeightBatch(weights, new Matrix[0], lengths)));
    golden.in("gradients").requireEqual(model.layout(), gradients);
  }
}
