package dev.recurrent.examples;

import dev.recurrent.nn.ElementwiseLoss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.SparkSession;

/**
 * A loss of one's own: too little demand forecast costs more than too much, as where an empty shelf
 * is worse than a full one.
 *
 * <p>Arguments: a Parquet table with the columns product, week, features (an array of two numbers)
 * and demand (the next week's, one number a product), and a directory for the model.
 */
public final class OwnLoss {
  private OwnLoss() {}

  /**
   * The squared error, times a penalty where the forecast is below the demand.
   *
   * @param penalty above 0
   */
  public record ShelfLoss(double penalty) implements ElementwiseLoss {
    @Override
    public double value(double output, double target) {
      return weight(output, target) * (output - target) * (output - target);
    }

    @Override
    public double slope(double output, double target) {
      return 2 * weight(output, target) * (output - target);
    }

    private double weight(double output, double target) {
      return output < target ? penalty : 1;
    }
  }

  public static void main(String[] args) throws Exception {
    SequenceModel model =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 16)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new ShelfLoss(4));
    GradientCheck.require(model, 1e-2);
    SparkSession spark = SparkSession.builder().appName("own loss").getOrCreate();
    SequenceData weeks =
        SequenceData.of(spark.read().parquet(args[0])).sequence("product").orderBy("week");
    SparkTraining.of(model)
        .epochs(30)
        .batchSize(8)
        .fit(spark, weeks.features("features").label("demand"))
        .save(args[1]);
  }
}
