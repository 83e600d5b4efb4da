# Written from the Java stages by PythonPackageTest. Change those, not this file.
"""Learns to forecast series."""

from __future__ import annotations

from typing import Any, List, Optional

from pyspark import keyword_only
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from recurrent_spark._forecaster_params import ForecasterParams
from recurrent_spark._jvm import StageReadable, java_class


class RecurrentForecaster(
    JavaEstimator, ForecasterParams, StageReadable, JavaMLWritable
):
    """Learns to forecast: reads timeCol, targetCol, and seriesCol if it is set.

    >>> forecaster = RecurrentForecaster(timeCol="day", targetCol="sales", horizon=7)
    >>> model = forecaster.fit(sales)
    """

    _java_class = "dev.recurrent.timeseries.ml.RecurrentForecaster"

    @keyword_only
    def __init__(
        self,
        *,
        architecture: Optional[str] = None,
        badSeries: Optional[float] = None,
        batchSize: Optional[int] = None,
        beta2: Optional[float] = None,
        calendar: Optional[bool] = None,
        categories: Optional[List[str]] = None,
        cell: Optional[str] = None,
        clipNorm: Optional[float] = None,
        clipValue: Optional[float] = None,
        contextLength: Optional[int] = None,
        covariates: Optional[List[str]] = None,
        distribution: Optional[str] = None,
        dropout: Optional[float] = None,
        epochs: Optional[int] = None,
        evaluateEvery: Optional[int] = None,
        frequency: Optional[str] = None,
        hiddenSize: Optional[int] = None,
        holidays: Optional[str] = None,
        horizon: Optional[int] = None,
        initFrom: Optional[str] = None,
        intervals: Optional[str] = None,
        lags: Optional[List[str]] = None,
        layers: Optional[int] = None,
        learningRate: Optional[float] = None,
        localSteps: Optional[str] = None,
        maxBadFraction: Optional[float] = None,
        maxMinutes: Optional[float] = None,
        missing: Optional[str] = None,
        nonNegative: Optional[bool] = None,
        optimizer: Optional[str] = None,
        optimizerState: Optional[str] = None,
        output: Optional[str] = None,
        pastCovariates: Optional[List[str]] = None,
        patience: Optional[int] = None,
        residual: Optional[str] = None,
        resume: Optional[bool] = None,
        rounds: Optional[int] = None,
        scaling: Optional[str] = None,
        schedule: Optional[str] = None,
        season: Optional[int] = None,
        seed: Optional[int] = None,
        segmentLength: Optional[int] = None,
        seriesCol: Optional[str] = None,
        seriesEmbedding: Optional[str] = None,
        shards: Optional[int] = None,
        shortContexts: Optional[str] = None,
        staticCovariates: Optional[List[str]] = None,
        strategy: Optional[str] = None,
        targetCol: Optional[str] = None,
        timeCol: Optional[str] = None,
        timeFormat: Optional[str] = None,
        timeZone: Optional[str] = None,
        trainRows: Optional[int] = None,
        validationRows: Optional[int] = None,
        warmup: Optional[int] = None,
        windowWeights: Optional[str] = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class(self._java_class)(self.uid)
        self._set_given(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        architecture: Optional[str] = None,
        badSeries: Optional[float] = None,
        batchSize: Optional[int] = None,
        beta2: Optional[float] = None,
        calendar: Optional[bool] = None,
        categories: Optional[List[str]] = None,
        cell: Optional[str] = None,
        clipNorm: Optional[float] = None,
        clipValue: Optional[float] = None,
        contextLength: Optional[int] = None,
        covariates: Optional[List[str]] = None,
        distribution: Optional[str] = None,
        dropout: Optional[float] = None,
        epochs: Optional[int] = None,
        evaluateEvery: Optional[int] = None,
        frequency: Optional[str] = None,
        hiddenSize: Optional[int] = None,
        holidays: Optional[str] = None,
        horizon: Optional[int] = None,
        initFrom: Optional[str] = None,
        intervals: Optional[str] = None,
        lags: Optional[List[str]] = None,
        layers: Optional[int] = None,
        learningRate: Optional[float] = None,
        localSteps: Optional[str] = None,
        maxBadFraction: Optional[float] = None,
        maxMinutes: Optional[float] = None,
        missing: Optional[str] = None,
        nonNegative: Optional[bool] = None,
        optimizer: Optional[str] = None,
        optimizerState: Optional[str] = None,
        output: Optional[str] = None,
        pastCovariates: Optional[List[str]] = None,
        patience: Optional[int] = None,
        residual: Optional[str] = None,
        resume: Optional[bool] = None,
        rounds: Optional[int] = None,
        scaling: Optional[str] = None,
        schedule: Optional[str] = None,
        season: Optional[int] = None,
        seed: Optional[int] = None,
        segmentLength: Optional[int] = None,
        seriesCol: Optional[str] = None,
        seriesEmbedding: Optional[str] = None,
        shards: Optional[int] = None,
        shortContexts: Optional[str] = None,
        staticCovariates: Optional[List[str]] = None,
        strategy: Optional[str] = None,
        targetCol: Optional[str] = None,
        timeCol: Optional[str] = None,
        timeFormat: Optional[str] = None,
        timeZone: Optional[str] = None,
        trainRows: Optional[int] = None,
        validationRows: Optional[int] = None,
        warmup: Optional[int] = None,
        windowWeights: Optional[str] = None,
    ) -> RecurrentForecaster:
        """Sets the parameters that are given."""
        return self._set_given(self._input_kwargs)

    def _set_given(self, values: dict[str, Any]) -> RecurrentForecaster:
        return self._set(**{k: v for k, v in values.items() if v is not None})

    def _create_model(self, java_model: Any) -> RecurrentForecasterModel:
        return RecurrentForecasterModel(java_model)


class RecurrentForecasterModel(
    JavaModel, ForecasterParams, StageReadable, JavaMLWritable
):
    """A fitted RecurrentForecaster.

    transform gives a row for each series and step of the horizon: the columns of
    series and time, prediction, and the quantiles q10 to q90.
    """

    _java_class = "dev.recurrent.timeseries.ml.RecurrentForecasterModel"
