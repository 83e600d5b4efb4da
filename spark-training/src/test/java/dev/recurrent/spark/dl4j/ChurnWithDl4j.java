package dev.recurrent.spark.dl4j;

import java.io.File;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Arguments: the Parquet table of visits, and the model's file. */
public final class ChurnWithDl4j {
  private static final String USERS =
      "select flatten(array_sort(collect_list(struct(day, features))).features), float(first(left))"
          + " from parquet.`%s` group by user";

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("churn").getOrCreate();
    JavaRDD<DataSet> users =
        spark.sql(String.format(USERS, args[0])).javaRDD().map(ChurnWithDl4j::example);
    LSTM.Builder lstm = new LSTM.Builder().nIn(2).nOut(16).activation(Activation.TANH);
    OutputLayer.Builder left = new OutputLayer.Builder(LossFunction.XENT).nIn(16).nOut(1);
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(0.03))
            .list(new LastTimeStep(lstm.build()), left.activation(Activation.SIGMOID).build())
            .build();
    ParameterAveragingTrainingMaster.Builder master =
        new ParameterAveragingTrainingMaster.Builder(2, 1);
    master.batchSizePerWorker(16).averagingFrequency(2).saveUpdater(true);
    master.rddTrainingApproach(RDDTrainingApproach.Direct);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SparkDl4jMultiLayer training = new SparkDl4jMultiLayer(context, network, master.build());
    for (int epoch = 0; epoch < 5; epoch++) {
      training.fit(users);
    }
    training.getNetwork().save(new File(args[1]));
  }

  private static DataSet example(Row user) {
    List<Float> numbers = user.getList(0);
    INDArray steps = Nd4j.create(numbers).reshape(1, numbers.size() / 2, 2);
    return new DataSet(steps.permute(0, 2, 1).dup(), Nd4j.scalar(user.getFloat(1)).reshape(1, 1));
  }
}
