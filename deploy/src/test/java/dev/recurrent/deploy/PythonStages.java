package dev.recurrent.deploy;

import static java.util.stream.Collectors.joining;

import dev.recurrent.spark.ml.TrainingStage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Python sources of a stage of Spark ML: its parameters, the estimator and the model. */
final class PythonStages {
  private static final String HEAD =
      """
      # Written from the Java stages by PythonPackageTest. Change those, not this file.
      """;

  private final Estimator<?> stage;
  private final PythonStageText text;

  PythonStages(Estimator<?> stage, PythonStageText text) {
    this.stage = stage;
    this.text = text;
  }

  /** The files by their names. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("_training_params.py", parameters("TrainingParams", "Params", shared(true)));
    files.put(
        "_" + text.module() + "_params.py",
        parameters(text.mixin(), "TrainingParams", shared(false)));
    files.put(text.module() + ".py", stages());
    return files;
  }

  /** The parameters that all stages have, or those that only this one has. */
  private List<Param<?>> shared(boolean all) {
    return Arrays.stream(stage.params()).filter(p -> all == isOfAll(p.name())).toList();
  }

  private static boolean isOfAll(String name) {
    return Arrays.stream(TrainingStage.class.getMethods())
        .anyMatch(m -> m.getName().equals(name) && Param.class.isAssignableFrom(m.getReturnType()));
  }

  private String parameters(String name, String base, List<Param<?>> params) {
    StringBuilder python = new StringBuilder(HEAD);
    boolean first = base.equals("Params");
    boolean lists = params.stream().anyMatch(p -> type(p).startsWith("List"));
    String what = first ? "of every stage that trains" : "of " + stage.getClass().getSimpleName();
    python
        .append("\"\"\"The parameters ")
        .append(what)
        .append(", as the Java class has them.\"\"\"\n\nfrom __future__ import annotations\n\n")
        .append(
            lists
                ? "from typing import Any, List, TypeVar\n\n"
                : "from typing import Any, TypeVar\n\n")
        .append("from pyspark.ml.param import Param, Params, TypeConverters\n\n");
    if (!first) {
      python.append("from recurrent_spark._training_params import TrainingParams\n\n");
    }
    python
        .append("T = TypeVar(\"T\", bound=\"")
        .append(name)
        .append("\")\n\n\nclass ")
        .append(name)
        .append("(")
        .append(base)
        .append("):\n    \"\"\"Parameters ")
        .append(what)
        .append(".\"\"\"\n\n");
    params.forEach(p -> python.append(declaration(p)));
    python.append("\n    def __init__(self, *args: Any) -> None:\n");
    python.append("        super().__init__(*args)\n        self._setDefault(\n");
    params.stream().filter(p -> stage.hasDefault(p)).forEach(p -> python.append(byDefault(p)));
    python.append("        )\n");
    params.forEach(p -> python.append(accessors(p)));
    return python.toString();
  }

  private static String declaration(Param<?> param) {
    return String.format(
        "    %s: Param[%s] = Param(\n        Params._dummy(),\n        \"%s\",\n        %s,\n"
            + "        typeConverter=TypeConverters.%s,\n    )\n",
        param.name(), type(param), param.name(), literal(param.doc()), converter(param));
  }

  private String byDefault(Param<?> param) {
    return "            " + param.name() + "=" + literal(stage.getDefault(param).get()) + ",\n";
  }

  private static String accessors(Param<?> param) {
    String name = param.name();
    String word = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return String.format(
        """

            def get%1$s(self) -> %2$s:
                \"""Returns the value of %3$s or its default.\"""
                return self.getOrDefault(self.%3$s)

            def set%1$s(self: T, value: %2$s) -> T:
                \"""%4$s\"""
                return self._set(%3$s=value)
        """,
        word, type(param), name, param.doc());
  }

  private String stages() {
    String keywords =
        Arrays.stream(stage.params())
            .map(p -> "        " + p.name() + ": Optional[" + type(p) + "] = None,\n")
            .collect(joining());
    String javaName = stage.getClass().getName();
    return HEAD
        + text.text()
            .replace("{mixin}", text.mixin())
            .replace("{module}", text.module())
            .replace("{name}", stage.getClass().getSimpleName())
            .replace("{java}", javaName)
            .replace("{keywords}", keywords);
  }

  private static String converter(Param<?> param) {
    return switch (type(param)) {
      case "bool" -> "toBoolean";
      case "int" -> "toInt";
      case "float" -> "toFloat";
      case "List[str]" -> "toListString";
      default -> "toString";
    };
  }

  private static String type(Param<?> given) {
    Object param = given;
    if (param instanceof BooleanParam) {
      return "bool";
    }
    if (param instanceof IntParam || param instanceof LongParam) {
      return "int";
    }
    if (param instanceof FloatParam || param instanceof DoubleParam) {
      return "float";
    }
    return param instanceof StringArrayParam ? "List[str]" : "str";
  }

  /** A value as Python writes it. */
  static String literal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return value instanceof String words
        ? "\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : value.toString();
  }
}
