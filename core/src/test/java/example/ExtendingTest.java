package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Pooling;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/extending.md says, compiled and run. */
class ExtendingTest {
  private static final Path PAGE = Path.of("..", "docs", "extending.md");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/test/java/example"),
          Path.of("../nlp/src/test/java/example"),
          Path.of("../timeseries/src/test/java/example"),
          Path.of("../deploy/examples/src/main/java/dev/recurrent/examples"));

  @Test
  void gradientsOfOwnCodeAreRight() {
    GradientCheck.require(SequenceModel.input(3).recurrent(PeepholeLstm::new, 4).dense(1), 1e-3);

    SequenceModel all =
        SequenceModel.input(3)
            .recurrent(PeepholeLstm::new, 4)
            .bidirectional()
            .layer(new ColumnScale())
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new FocalLoss(2));
    GradientCheck.require(all, 1e-3);
  }

  @Test
  void networksHaveTheParametersOfKeras() {
    assertEquals(30_651, Networks.manyToOne().layout().size());
    // Keras: embedding 3,200, LSTM 82,432, dense 12,900.
    assertEquals(98_532, Networks.manyToMany().layout().size());
    // Keras: two LSTMs of 117,248, dense 12,900.
    assertEquals(247_396, Networks.encoderAndDecoder().layout().size());
    assertTrue(Networks.oneToMany().layout().contains("encoder.dense.weight"));
    assertTrue(Networks.churn().layout().contains("peepholelstm.weight_hh_l0"));
  }

  /** Ten sequences; whether their numbers sum to more than zero. */
  private static List<Sequence> examples() {
    List<Sequence> examples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      float first = i % 2 == 0 ? 1f : -1f;
      float second = 0.1f * i - 0.5f;
      Sequence sequence = Sequence.of(new float[] {first}, new float[] {second});
      examples.add(sequence.withTarget(first + second > 0 ? 1f : 0f));
    }
    return examples;
  }

  @Test
  void anOwnCellWithAnOwnLossAndAnOwnOptimizerLearns() {
    SequenceModel model =
        SequenceModel.input(1)
            .recurrent(PeepholeLstm::new, 8)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new FocalLoss(1));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TrainingConfig config = TrainingConfig.defaults().withOptimizer(new Lion(), 0.01f);
    TrainingState state = TrainingState.start(parameters, config.optimizer());
    Trainer<SequenceBatch> trainer = new Trainer<>(model, config, state);
    SequenceBatch batch = SequenceBatch.of(model, examples());
    for (int step = 0; step < 200; step++) {
      trainer.step(batch, step, 1f);
    }

    SequencePredictor predictor = new SequencePredictor(model, parameters);
    float[][] yes = predictor.predict(Sequence.of(new float[] {1f}, new float[] {0.3f}));
    float[][] no = predictor.predict(Sequence.of(new float[] {-1f}, new float[] {0.3f}));
    assertTrue(yes[0][0] > 0.8 && no[0][0] < 0.2, yes[0][0] + " " + no[0][0]);
  }

  @Test
  void everyExampleOfThePageIsCompiled() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          sources.add(withoutIndentation(Files.readString(file)));
        }
      }
    }
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult block) -> withoutIndentation(block.group(1)))
            .toList();
    assertTrue(blocks.size() >= 8, blocks.size() + " examples");
    for (String block : blocks) {
      assertTrue(sources.stream().anyMatch(source -> source.contains(block)), block);
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
