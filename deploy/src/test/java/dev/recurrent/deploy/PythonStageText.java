package dev.recurrent.deploy;

/**
 * What a Python module of a stage says besides its parameters.
 *
 * @param module the name of the module
 * @param mixin the class of the parameters
 * @param text the module, with the places of names in braces
 */
record PythonStageText(String module, String mixin, String text) {
  private static final String MODULE =
      """
      \"""{about}\"""

      from __future__ import annotations

      from typing import Any, List, Optional

      from pyspark import keyword_only
      from pyspark.ml.util import JavaMLWritable
      from pyspark.ml.wrapper import JavaEstimator, JavaModel

      from recurrent_spark._{module}_params import {mixin}
      from recurrent_spark._jvm import StageReadable, java_class


      class {name}(
          JavaEstimator, {mixin}, StageReadable, JavaMLWritable
      ):
          \"""{estimator}
          \"""

          _java_class = "{java}"

          @keyword_only
          def __init__(
              self,
              *,
      {keywords}    ) -> None:
              super().__init__()
              self._java_obj = java_class(self._java_class)(self.uid)
              self._set_given(self._input_kwargs)

          @keyword_only
          def setParams(
              self,
              *,
      {keywords}    ) -> {name}:
              \"""Sets the parameters that are given.\"""
              return self._set_given(self._input_kwargs)

          def _set_given(self, values: dict[str, Any]) -> {name}:
              return self._set(**{k: v for k, v in values.items() if v is not None})

          def _create_model(self, java_model: Any) -> {name}Model:
              return {name}Model(java_model)


      class {name}Model(
          JavaModel, {mixin}, StageReadable, JavaMLWritable
      ):
          \"""{model}
          \"""

          _java_class = "{java}Model"
      """;

  static final PythonStageText CLASSIFIER =
      new PythonStageText(
          "text_classifier",
          "TextClassifierParams",
          module(
                  "Learns to classify texts.",
                  """
                  Learns to classify texts: reads textCol and labelCol.

                      >>> classifier = {name}(textCol="review", epochs=5)
                      >>> model = classifier.fit(reviews)\
                  """,
                  """
                  A fitted {name}.

                      transform adds predictionCol, predictedLabelCol and probabilityCol.\
                  """)
              + """

                  @property
                  def labels(self) -> List[str]:
                      \"""The labels, in the order of the probabilities.\"""
                      return list(self._java_obj.labels())
              """);

  static final PythonStageText FORECASTER =
      new PythonStageText(
          "forecaster",
          "ForecasterParams",
          module(
              "Learns to forecast series.",
              """
              Learns to forecast: reads timeCol, targetCol, and seriesCol if it is set.

                  >>> forecaster = {name}(timeCol="day", targetCol="sales", horizon=7)
                  >>> model = forecaster.fit(sales)\
              """,
              """
              A fitted {name}.

                  transform gives a row for each series and step of the horizon: the columns of
                  series and time, prediction, and the quantiles q10 to q90.\
              """));

  private static String module(String about, String estimator, String model) {
    return MODULE
        .replace("{about}", about)
        .replace("{estimator}", estimator)
        .replace("{model}", model);
  }
}
