# Written from the Java stages by PythonPackageTest. Change those, not this file.
"""The parameters of RecurrentForecaster, as the Java class has them."""

from __future__ import annotations

from typing import Any, List, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters

from recurrent_spark._training_params import TrainingParams

T = TypeVar("T", bound="ForecasterParams")


class ForecasterParams(TrainingParams):
    """Parameters of RecurrentForecaster."""

    architecture: Param[str] = Param(
        Params._dummy(),
        "architecture",
        "encoder-decoder, direct, autoregressive or segment.",
        typeConverter=TypeConverters.toString,
    )
    badSeries: Param[float] = Param(
        Params._dummy(),
        "badSeries",
        "Series that may be left out as they lack a covariate: a share below 1, or a number.",
        typeConverter=TypeConverters.toFloat,
    )
    calendar: Param[bool] = Param(
        Params._dummy(),
        "calendar",
        "Whether time of day, week and year are inputs.",
        typeConverter=TypeConverters.toBoolean,
    )
    categories: Param[List[str]] = Param(
        Params._dummy(),
        "categories",
        "Those of the covariates whose values are categories, with a vector each.",
        typeConverter=TypeConverters.toListString,
    )
    contextLength: Param[int] = Param(
        Params._dummy(),
        "contextLength",
        "Steps that the network reads; 0 for a number of seasons.",
        typeConverter=TypeConverters.toInt,
    )
    covariates: Param[List[str]] = Param(
        Params._dummy(),
        "covariates",
        "Columns that are known in advance: numbers, or categories.",
        typeConverter=TypeConverters.toListString,
    )
    distribution: Param[str] = Param(
        Params._dummy(),
        "distribution",
        "quantile, normal, student-t, negative-binomial, zero-inflated-negative-binomial, tweedie, point, point-absolute, point-huber, or a class that implements Head.",
        typeConverter=TypeConverters.toString,
    )
    dropout: Param[float] = Param(
        Params._dummy(),
        "dropout",
        "Dropout rate of the inputs of each recurrent layer.",
        typeConverter=TypeConverters.toFloat,
    )
    frequency: Param[str] = Param(
        Params._dummy(),
        "frequency",
        "Rule for the next time, such as D, W-SUN or P1M; unset to find it in the data.",
        typeConverter=TypeConverters.toString,
    )
    holidays: Param[str] = Param(
        Params._dummy(),
        "holidays",
        "File of holidays for frequency B: one ISO date a line.",
        typeConverter=TypeConverters.toString,
    )
    horizon: Param[int] = Param(
        Params._dummy(),
        "horizon",
        "Steps to forecast.",
        typeConverter=TypeConverters.toInt,
    )
    intervals: Param[str] = Param(
        Params._dummy(),
        "intervals",
        "model, or conformal: quantiles moved by their distances from the validation values.",
        typeConverter=TypeConverters.toString,
    )
    lags: Param[List[str]] = Param(
        Params._dummy(),
        "lags",
        "Steps back whose values are inputs too, or none; unset for the season.",
        typeConverter=TypeConverters.toListString,
    )
    maxBadFraction: Param[float] = Param(
        Params._dummy(),
        "maxBadFraction",
        "Share of the rows that may be unusable. They are left out.",
        typeConverter=TypeConverters.toFloat,
    )
    missing: Param[str] = Param(
        Params._dummy(),
        "missing",
        "What to do with steps without a value: drop, forward, interpolate or mask.",
        typeConverter=TypeConverters.toString,
    )
    nonNegative: Param[bool] = Param(
        Params._dummy(),
        "nonNegative",
        "Forecasts and quantiles below 0 become 0.",
        typeConverter=TypeConverters.toBoolean,
    )
    pastCovariates: Param[List[str]] = Param(
        Params._dummy(),
        "pastCovariates",
        "Columns that are known up to the last value only: numbers, or categories.",
        typeConverter=TypeConverters.toListString,
    )
    residual: Param[str] = Param(
        Params._dummy(),
        "residual",
        "Forecast that the network corrects: none, naive, seasonal, or auto to try each.",
        typeConverter=TypeConverters.toString,
    )
    scaling: Param[str] = Param(
        Params._dummy(),
        "scaling",
        "Scaling of each window: none, mean, standard, robust or last.",
        typeConverter=TypeConverters.toString,
    )
    season: Param[int] = Param(
        Params._dummy(),
        "season",
        "Steps of a season; 0 for the usual season of the frequency.",
        typeConverter=TypeConverters.toInt,
    )
    segmentLength: Param[int] = Param(
        Params._dummy(),
        "segmentLength",
        "Values of a segment, for architecture segment; 0 for a rule.",
        typeConverter=TypeConverters.toInt,
    )
    seriesCol: Param[str] = Param(
        Params._dummy(),
        "seriesCol",
        "Column that names the series; unset if the table is one series.",
        typeConverter=TypeConverters.toString,
    )
    seriesEmbedding: Param[str] = Param(
        Params._dummy(),
        "seriesEmbedding",
        "Whether the network learns a vector for each series: true, false or auto.",
        typeConverter=TypeConverters.toString,
    )
    shortContexts: Param[str] = Param(
        Params._dummy(),
        "shortContexts",
        "Share of the training windows whose context is cut short, or auto.",
        typeConverter=TypeConverters.toString,
    )
    staticCovariates: Param[List[str]] = Param(
        Params._dummy(),
        "staticCovariates",
        "Columns of numbers or words with one value for each series.",
        typeConverter=TypeConverters.toListString,
    )
    targetCol: Param[str] = Param(
        Params._dummy(),
        "targetCol",
        "Column to forecast.",
        typeConverter=TypeConverters.toString,
    )
    timeCol: Param[str] = Param(
        Params._dummy(),
        "timeCol",
        "Column of times, or NAME,HOUR for a column of dates and one of hours.",
        typeConverter=TypeConverters.toString,
    )
    timeFormat: Param[str] = Param(
        Params._dummy(),
        "timeFormat",
        "Pattern of the column of times, such as dd.MM.yyyy.",
        typeConverter=TypeConverters.toString,
    )
    timeZone: Param[str] = Param(
        Params._dummy(),
        "timeZone",
        "Zone of the column of times, such as Europe/Berlin.",
        typeConverter=TypeConverters.toString,
    )
    trainRows: Param[int] = Param(
        Params._dummy(),
        "trainRows",
        "Rows of each series to train on; 0 for all before the validation rows.",
        typeConverter=TypeConverters.toInt,
    )
    validationRows: Param[int] = Param(
        Params._dummy(),
        "validationRows",
        "Rows to validate on, after the training rows; 0 for a tenth.",
        typeConverter=TypeConverters.toInt,
    )
    windowWeights: Param[str] = Param(
        Params._dummy(),
        "windowWeights",
        "How often a series is trained on: length, uniform or scale.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            architecture="encoder-decoder",
            badSeries=0.01,
            calendar=True,
            contextLength=0,
            distribution="quantile",
            dropout=0.0,
            horizon=1,
            intervals="model",
            maxBadFraction=0.0,
            missing="mask",
            nonNegative=False,
            residual="naive",
            scaling="standard",
            season=0,
            segmentLength=0,
            seriesEmbedding="auto",
            shortContexts="auto",
            trainRows=0,
            validationRows=0,
            windowWeights="length",
        )

    def getArchitecture(self) -> str:
        """Returns the value of architecture or its default."""
        return self.getOrDefault(self.architecture)

    def setArchitecture(self: T, value: str) -> T:
        """encoder-decoder, direct, autoregressive or segment."""
        return self._set(architecture=value)

    def getBadSeries(self) -> float:
        """Returns the value of badSeries or its default."""
        return self.getOrDefault(self.badSeries)

    def setBadSeries(self: T, value: float) -> T:
        """Series that may be left out as they lack a covariate: a share below 1, or a number."""
        return self._set(badSeries=value)

    def getCalendar(self) -> bool:
        """Returns the value of calendar or its default."""
        return self.getOrDefault(self.calendar)

    def setCalendar(self: T, value: bool) -> T:
        """Whether time of day, week and year are inputs."""
        return self._set(calendar=value)

    def getCategories(self) -> List[str]:
        """Returns the value of categories or its default."""
        return self.getOrDefault(self.categories)

    def setCategories(self: T, value: List[str]) -> T:
        """Those of the covariates whose values are categories, with a vector each."""
        return self._set(categories=value)

    def getContextLength(self) -> int:
        """Returns the value of contextLength or its default."""
        return self.getOrDefault(self.contextLength)

    def setContextLength(self: T, value: int) -> T:
        """Steps that the network reads; 0 for a number of seasons."""
        return self._set(contextLength=value)

    def getCovariates(self) -> List[str]:
        """Returns the value of covariates or its default."""
        return self.getOrDefault(self.covariates)

    def setCovariates(self: T, value: List[str]) -> T:
        """Columns that are known in advance: numbers, or categories."""
        return self._set(covariates=value)

    def getDistribution(self) -> str:
        """Returns the value of distribution or its default."""
        return self.getOrDefault(self.distribution)

    def setDistribution(self: T, value: str) -> T:
        """quantile, normal, student-t, negative-binomial, zero-inflated-negative-binomial, tweedie, point, point-absolute, point-huber, or a class that implements Head."""
        return self._set(distribution=value)

    def getDropout(self) -> float:
        """Returns the value of dropout or its default."""
        return self.getOrDefault(self.dropout)

    def setDropout(self: T, value: float) -> T:
        """Dropout rate of the inputs of each recurrent layer."""
        return self._set(dropout=value)

    def getFrequency(self) -> str:
        """Returns the value of frequency or its default."""
        return self.getOrDefault(self.frequency)

    def setFrequency(self: T, value: str) -> T:
        """Rule for the next time, such as D, W-SUN or P1M; unset to find it in the data."""
        return self._set(frequency=value)

    def getHolidays(self) -> str:
        """Returns the value of holidays or its default."""
        return self.getOrDefault(self.holidays)

    def setHolidays(self: T, value: str) -> T:
        """File of holidays for frequency B: one ISO date a line."""
        return self._set(holidays=value)

    def getHorizon(self) -> int:
        """Returns the value of horizon or its default."""
        return self.getOrDefault(self.horizon)

    def setHorizon(self: T, value: int) -> T:
        """Steps to forecast."""
        return self._set(horizon=value)

    def getIntervals(self) -> str:
        """Returns the value of intervals or its default."""
        return self.getOrDefault(self.intervals)

    def setIntervals(self: T, value: str) -> T:
        """model, or conformal: quantiles moved by their distances from the validation values."""
        return self._set(intervals=value)

    def getLags(self) -> List[str]:
        """Returns the value of lags or its default."""
        return self.getOrDefault(self.lags)

    def setLags(self: T, value: List[str]) -> T:
        """Steps back whose values are inputs too, or none; unset for the season."""
        return self._set(lags=value)

    def getMaxBadFraction(self) -> float:
        """Returns the value of maxBadFraction or its default."""
        return self.getOrDefault(self.maxBadFraction)

    def setMaxBadFraction(self: T, value: float) -> T:
        """Share of the rows that may be unusable. They are left out."""
        return self._set(maxBadFraction=value)

    def getMissing(self) -> str:
        """Returns the value of missing or its default."""
        return self.getOrDefault(self.missing)

    def setMissing(self: T, value: str) -> T:
        """What to do with steps without a value: drop, forward, interpolate or mask."""
        return self._set(missing=value)

    def getNonNegative(self) -> bool:
        """Returns the value of nonNegative or its default."""
        return self.getOrDefault(self.nonNegative)

    def setNonNegative(self: T, value: bool) -> T:
        """Forecasts and quantiles below 0 become 0."""
        return self._set(nonNegative=value)

    def getPastCovariates(self) -> List[str]:
        """Returns the value of pastCovariates or its default."""
        return self.getOrDefault(self.pastCovariates)

    def setPastCovariates(self: T, value: List[str]) -> T:
        """Columns that are known up to the last value only: numbers, or categories."""
        return self._set(pastCovariates=value)

    def getResidual(self) -> str:
        """Returns the value of residual or its default."""
        return self.getOrDefault(self.residual)

    def setResidual(self: T, value: str) -> T:
        """Forecast that the network corrects: none, naive, seasonal, or auto to try each."""
        return self._set(residual=value)

    def getScaling(self) -> str:
        """Returns the value of scaling or its default."""
        return self.getOrDefault(self.scaling)

    def setScaling(self: T, value: str) -> T:
        """Scaling of each window: none, mean, standard, robust or last."""
        return self._set(scaling=value)

    def getSeason(self) -> int:
        """Returns the value of season or its default."""
        return self.getOrDefault(self.season)

    def setSeason(self: T, value: int) -> T:
        """Steps of a season; 0 for the usual season of the frequency."""
        return self._set(season=value)

    def getSegmentLength(self) -> int:
        """Returns the value of segmentLength or its default."""
        return self.getOrDefault(self.segmentLength)

    def setSegmentLength(self: T, value: int) -> T:
        """Values of a segment, for architecture segment; 0 for a rule."""
        return self._set(segmentLength=value)

    def getSeriesCol(self) -> str:
        """Returns the value of seriesCol or its default."""
        return self.getOrDefault(self.seriesCol)

    def setSeriesCol(self: T, value: str) -> T:
        """Column that names the series; unset if the table is one series."""
        return self._set(seriesCol=value)

    def getSeriesEmbedding(self) -> str:
        """Returns the value of seriesEmbedding or its default."""
        return self.getOrDefault(self.seriesEmbedding)

    def setSeriesEmbedding(self: T, value: str) -> T:
        """Whether the network learns a vector for each series: true, false or auto."""
        return self._set(seriesEmbedding=value)

    def getShortContexts(self) -> str:
        """Returns the value of shortContexts or its default."""
        return self.getOrDefault(self.shortContexts)

    def setShortContexts(self: T, value: str) -> T:
        """Share of the training windows whose context is cut short, or auto."""
        return self._set(shortContexts=value)

    def getStaticCovariates(self) -> List[str]:
        """Returns the value of staticCovariates or its default."""
        return self.getOrDefault(self.staticCovariates)

    def setStaticCovariates(self: T, value: List[str]) -> T:
        """Columns of numbers or words with one value for each series."""
        return self._set(staticCovariates=value)

    def getTargetCol(self) -> str:
        """Returns the value of targetCol or its default."""
        return self.getOrDefault(self.targetCol)

    def setTargetCol(self: T, value: str) -> T:
        """Column to forecast."""
        return self._set(targetCol=value)

    def getTimeCol(self) -> str:
        """Returns the value of timeCol or its default."""
        return self.getOrDefault(self.timeCol)

    def setTimeCol(self: T, value: str) -> T:
        """Column of times, or NAME,HOUR for a column of dates and one of hours."""
        return self._set(timeCol=value)

    def getTimeFormat(self) -> str:
        """Returns the value of timeFormat or its default."""
        return self.getOrDefault(self.timeFormat)

    def setTimeFormat(self: T, value: str) -> T:
        """Pattern of the column of times, such as dd.MM.yyyy."""
        return self._set(timeFormat=value)

    def getTimeZone(self) -> str:
        """Returns the value of timeZone or its default."""
        return self.getOrDefault(self.timeZone)

    def setTimeZone(self: T, value: str) -> T:
        """Zone of the column of times, such as Europe/Berlin."""
        return self._set(timeZone=value)

    def getTrainRows(self) -> int:
        """Returns the value of trainRows or its default."""
        return self.getOrDefault(self.trainRows)

    def setTrainRows(self: T, value: int) -> T:
        """Rows of each series to train on; 0 for all before the validation rows."""
        return self._set(trainRows=value)

    def getValidationRows(self) -> int:
        """Returns the value of validationRows or its default."""
        return self.getOrDefault(self.validationRows)

    def setValidationRows(self: T, value: int) -> T:
        """Rows to validate on, after the training rows; 0 for a tenth."""
        return self._set(validationRows=value)

    def getWindowWeights(self) -> str:
        """Returns the value of windowWeights or its default."""
        return self.getOrDefault(self.windowWeights)

    def setWindowWeights(self: T, value: str) -> T:
        """How often a series is trained on: length, uniform or scale."""
        return self._set(windowWeights=value)
