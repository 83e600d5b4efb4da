package dev.recurrent.spark.ml;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Makes the parameters of a stage, each with a check and a default, and reads their values. A stage
 * makes its own in its constructor, once its uid is set.
 */
public class StageParams implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Params stage;

  protected StageParams(Params stage) {
    this.stage = stage;
  }

  /** A parameter of text without a default. */
  protected final Param<String> text(String name, String doc) {
    return new Param<>(stage, name, doc);
  }

  /** A parameter of text. */
  protected final Param<String> text(String name, String doc, String value) {
    Param<String> param = new Param<>(stage, name, doc);
    stage.setDefault(param, value);
    return param;
  }

  /**
   * A parameter of text, null for no default.
   *
   * @param check throws an {@link IllegalArgumentException} for a value that cannot be
   */
  protected final <C extends Consumer<String> & Serializable> Param<String> text(
      String name, String doc, @Nullable String value, C check) {
    Param<String> param = new Param<>(stage, name, doc, valid(check));
    if (value != null) {
      stage.setDefault(param, value);
    }
    return param;
  }

  /** A parameter of several texts, without a default. */
  protected final StringArrayParam texts(String name, String doc) {
    return new StringArrayParam(stage, name, doc);
  }

  /**
   * A parameter of several texts, without a default.
   *
   * @param check throws an {@link IllegalArgumentException} for values that cannot be
   */
  protected final <C extends Consumer<String[]> & Serializable> StringArrayParam texts(
      String name, String doc, C check) {
    return new StringArrayParam(stage, name, doc, valid(check));
  }

  /** A whole number of {@code least} or more. */
  protected final IntParam integer(String name, String doc, int least, int value) {
    IntParam param = new IntParam(stage, name, doc, ParamValidators.gtEq(least));
    stage.setDefault(param, value);
    return param;
  }

  /** A whole number of {@code least} or more. */
  protected final LongParam integer(String name, String doc, long least, long value) {
    LongParam param = new LongParam(stage, name, doc, ParamValidators.gtEq(least));
    stage.setDefault(param, value);
    return param;
  }

  /** A number of 0 or more. */
  protected final DoubleParam number(String name, String doc, double value) {
    DoubleParam param = new DoubleParam(stage, name, doc, ParamValidators.gtEq(0));
    stage.setDefault(param, value);
    return param;
  }

  /** A share from 0 to 1, or between them. */
  protected final DoubleParam share(String name, String doc, boolean ends, double value) {
    DoubleParam param =
        new DoubleParam(stage, name, doc, ParamValidators.inRange(0, 1, ends, ends));
    stage.setDefault(param, value);
    return param;
  }

  /** A rate of at least 0 and below 1. */
  protected final FloatParam rate(String name, String doc, float value) {
    FloatParam param = new FloatParam(stage, name, doc, ParamValidators.inRange(0, 1, true, false));
    stage.setDefault(param, value);
    return param;
  }

  /** A number above 0. */
  protected final FloatParam positive(String name, String doc, float value) {
    FloatParam param = new FloatParam(stage, name, doc, ParamValidators.gt(0));
    stage.setDefault(param, value);
    return param;
  }

  protected final BooleanParam flag(String name, String doc, boolean value) {
    BooleanParam param = new BooleanParam(stage, name, doc);
    stage.setDefault(param, value);
    return param;
  }

  private static <T, C extends Consumer<T> & Serializable> Function1<T, Object> valid(C check) {
    return (Function1<T, Object> & Serializable)
        value -> {
          try {
            check.accept(value);
            return true;
          } catch (IllegalArgumentException e) {
            return false;
          }
        };
  }

  /** The value of a parameter. */
  protected final <T> T value(Param<T> param) {
    return stage.getOrDefault(param);
  }

  /** The value of a parameter, null where it is not set and has no default. */
  protected final <T> @Nullable T valueOrNull(Param<T> param) {
    return stage.isDefined(param) ? stage.getOrDefault(param) : null;
  }

  protected final int value(IntParam param) {
    return (Integer) stage.getOrDefault(param);
  }

  protected final long value(LongParam param) {
    return (Long) stage.getOrDefault(param);
  }

  protected final float value(FloatParam param) {
    return (Float) stage.getOrDefault(param);
  }

  protected final double value(DoubleParam param) {
    return (Double) stage.getOrDefault(param);
  }

  protected final boolean value(BooleanParam param) {
    return (Boolean) stage.getOrDefault(param);
  }
}
