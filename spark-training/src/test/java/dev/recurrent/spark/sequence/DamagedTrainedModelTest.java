package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.FuzzedModel;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DamagedTrainedModelTest {
  private static Map<String, byte[]> files() {
    SequenceModel model =
        SequenceModel.embedding(11, 4)
            .recurrent(CellType.LSTM, 4)
            .bidirectional()
            .dropout(0.2f)
            .recurrent(CellType.GRU, 3)
            .pool(Pooling.LAST)
            .dense(3)
            .loss(new SoftmaxCrossEntropy());
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    SequenceColumns columns =
        new SequenceColumns("customer", "day", List.of(), "token", "churned", false, null, null);
    return new TrainedModel(model, parameters, columns).files(Map.of());
  }

  @Test
  void aDamagedModelIsReadOrRefusedSoonAndInLittleMemory() {
    int refused = FuzzedModel.of(files(), TrainedModel::load).read(300);
    assertTrue(refused > 150, refused + " refused");
  }

  @Test
  void aServiceWithoutSparkRefusesTheSame() {
    int refused = FuzzedModel.of(files(), SequencePredictor::load).read(300);
    assertTrue(refused > 100, refused + " refused");
  }
}
