package dev.recurrent.spark.run;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.LineModel;
import dev.recurrent.spark.RunState;
import dev.recurrent.train.Adam;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Small checkpoints whose parameters follow from their round, without training. */
final class Checkpoints {
  private final LineModel model;

  Checkpoints(int size) {
    model = new LineModel(size);
  }

  ParameterLayout layout() {
    return model.layout();
  }

  Checkpoint checkpoint(long round) {
    RunState state = RunState.start(model, Adam.defaults(), 2, 1);
    state.round = round;
    for (int i = 0; i < state.training.parameters.length; i++) {
      state.training.parameters[i] += round * i;
    }
    return new Checkpoint(
        state,
        new Checkpoint.Best(null),
        List.of(),
        Map.of("model.json", "{}".getBytes(StandardCharsets.UTF_8)));
  }
}
