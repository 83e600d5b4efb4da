package dev.recurrent.deploy.connect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlOperator.OperatorType;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Stages on a server of Spark Connect, named by their classes. The client for the JVM has tables
 * and no stages: these are the messages that PySpark's client sends for each stage.
 */
final class StageClient {
  private final SparkSession session;

  StageClient(SparkSession session) {
    this.session = session;
  }

  private static MlOperator operator(String name, OperatorType type) {
    return MlOperator.newBuilder().setName(name).setUid("ofTheClient").setType(type).build();
  }

  private static Literal literal(Object value) {
    Literal.Builder literal = Literal.newBuilder();
    if (value instanceof Integer number) {
      return literal.setInteger(number).build();
    }
    if (value instanceof Double number) {
      return literal.setDouble(number).build();
    }
    return literal.setString((String) value).build();
  }

  private static MlParams params(Map<String, ?> values) {
    MlParams.Builder params = MlParams.newBuilder();
    values.forEach((name, value) -> params.putParams(name, literal(value)));
    return params.build();
  }

  private static Relation relation(Dataset<Row> table) {
    return table.plan().getRoot();
  }

  private MlCommandResult run(MlCommand.Builder command) {
    List<ExecutePlanResponse> responses =
        CollectionConverters.asJava(
            session.execute(Command.newBuilder().setMlCommand(command).build()));
    return responses.stream()
        .filter(ExecutePlanResponse::hasMlCommandResult)
        .map(ExecutePlanResponse::getMlCommandResult)
        .findFirst()
        .orElseThrow();
  }

  /** Trains on the server, where the model stays. */
  ObjectRef fit(String estimator, Map<String, ?> values, Dataset<Row> table) {
    MlCommand.Fit fit =
        MlCommand.Fit.newBuilder()
            .setEstimator(operator(estimator, OperatorType.OPERATOR_TYPE_ESTIMATOR))
            .setParams(params(values))
            .setDataset(relation(table))
            .build();
    return run(MlCommand.newBuilder().setFit(fit)).getOperatorInfo().getObjRef();
  }

  Dataset<Row> transform(ObjectRef model, Dataset<Row> table) {
    MlRelation.Transform transform =
        MlRelation.Transform.newBuilder()
            .setObjRef(model)
            .setInput(relation(table))
            .setParams(MlParams.getDefaultInstance())
            .build();
    return session.newDataFrame(
        relation -> {
          relation.setMlRelation(MlRelation.newBuilder().setTransform(transform));
          return scala.runtime.BoxedUnit.UNIT;
        });
  }

  void save(ObjectRef model, String path) {
    run(
        MlCommand.newBuilder()
            .setWrite(MlCommand.Write.newBuilder().setObjRef(model).setPath(path)));
  }

  ObjectRef load(String model, String path) {
    MlCommand.Read read =
        MlCommand.Read.newBuilder()
            .setOperator(operator(model, OperatorType.OPERATOR_TYPE_MODEL))
            .setPath(path)
            .build();
    return run(MlCommand.newBuilder().setRead(read)).getOperatorInfo().getObjRef();
  }

  /** The bytes that the server counts for a model. */
  long size(ObjectRef model) {
    MlCommand.GetModelSize size = MlCommand.GetModelSize.newBuilder().setModelRef(model).build();
    return run(MlCommand.newBuilder().setGetModelSize(size)).getParam().getLong();
  }

  /**
   * Takes a model out of the server's memory, as the server does with those that nobody asks for.
   */
  void evict(ObjectRef model) {
    String evicted =
        run(MlCommand.newBuilder()
                .setDelete(MlCommand.Delete.newBuilder().addObjRefs(model).setEvictOnly(true)))
            .getOperatorInfo()
            .getObjRef()
            .getId();
    if (!Objects.equals(evicted, model.getId())) {
      throw new AssertionError("the server did not have the model " + model.getId());
    }
  }
}
