package dev.recurrent.spark.ml;

import dev.recurrent.spark.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The parameters of a Spark ML stage, made from the options of a job: {@code --hidden-size} is
 * {@code hiddenSize}, {@code --time-column} is {@code timeCol}; text, default and type are the
 * option's, so that both never differ.
 */
public final class OptionParams {
  private final Params stage;
  private final Map<String, OptionSpec> options = new LinkedHashMap<>();
  private final Map<String, Param<?>> params = new LinkedHashMap<>();
  private final Map<Param<String>, String> own = new LinkedHashMap<>();

  /**
   * @param stage whose uid is set already
   */
  public OptionParams(Params stage, Job job) {
    this.stage = stage;
    for (OptionSpec option : CommandSpec.forAnnotatedObject(job).options()) {
      String name = name(option.names()[0]);
      options.put(name, option);
      params.put(name, param(option, name));
    }
  }

  /** A parameter of the stage that is no option of the job, with its default. */
  public OptionParams with(String name, String doc, String value) {
    Param<String> param = new Param<>(stage, name, doc);
    params.put(name, param);
    own.put(param, value);
    return this;
  }

  /** Gives the stage the options' defaults; once it can tell which parameters it has. */
  public void setDefaults() {
    options.forEach(
        (name, option) -> {
          if (stage.hasParam(name)) {
            setDefault(get(name), option);
          }
        });
    own.forEach(stage::setDefault);
  }

  /** "--hidden-size" becomes "hiddenSize", "--time-column" "timeCol". */
  static String name(String option) {
    StringBuilder name = new StringBuilder();
    for (String word : option.substring(2).split("-", -1)) {
      String part = word.equals("column") ? "col" : word;
      name.append(
          name.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return name.toString();
  }

  private Param<?> param(OptionSpec option, String name) {
    String doc = String.join(" ", option.description());
    Class<?> type = option.type();
    if (type == int.class) {
      return new IntParam(stage, name, doc);
    }
    if (type == long.class) {
      return new LongParam(stage, name, doc);
    }
    if (type == double.class || type == Double.class) {
      return new DoubleParam(stage, name, doc);
    }
    if (type == float.class) {
      return new FloatParam(stage, name, doc);
    }
    if (type == boolean.class) {
      return new BooleanParam(stage, name, doc);
    }
    return type == List.class
        ? new StringArrayParam(stage, name, doc)
        : new Param<String>(stage, name, doc);
  }

  @SuppressWarnings("unchecked")
  private void setDefault(Param<?> param, OptionSpec option) {
    Object value = option.initialValue();
    String text = option.defaultValue();
    if (text != null) {
      value = parsed(option.type(), text);
    }
    if (value != null && !(value instanceof List) && !"".equals(value)) {
      stage.setDefault((Param<Object>) param, value);
    }
  }

  private static Object parsed(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == float.class) {
      return Float.valueOf(text);
    }
    return type == boolean.class ? (Object) Boolean.valueOf(text) : text;
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is no such option
   */
  @SuppressWarnings("unchecked")
  public <P extends Param<?>> P get(String name) {
    Param<?> param = params.get(name);
    if (param == null) {
      throw new IllegalArgumentException(
          "parameter \"" + name + "\" is no option, expected one of " + params.keySet());
    }
    return (P) param;
  }

  /** What the stage's user has set, as the job's arguments; without those named. */
  public List<String> arguments(Set<String> without) {
    List<String> arguments = new ArrayList<>();
    options.forEach(
        (name, option) -> {
          Param<?> param = get(name);
          if (stage.hasParam(name) && !without.contains(name) && stage.isSet(param)) {
            add(arguments, option, stage.getOrDefault(param));
          }
        });
    return arguments;
  }

  private static void add(List<String> arguments, OptionSpec option, Object value) {
    boolean flag = option.arity().max() == 0;
    if (flag) {
      if (Boolean.TRUE.equals(value)) {
        arguments.add(option.names()[0]);
      }
      return;
    }
    arguments.add(option.names()[0]);
    arguments.add(
        value instanceof String[] words ? String.join(",", words) : String.valueOf(value));
  }
}
