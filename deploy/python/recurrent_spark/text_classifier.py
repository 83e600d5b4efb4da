# Written from the Java stages by PythonPackageTest. Change those, not this file.
"""Learns to classify texts."""

from __future__ import annotations

from typing import Any, List, Optional

from pyspark import keyword_only
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from recurrent_spark._text_classifier_params import TextClassifierParams
from recurrent_spark._jvm import StageReadable, java_class


class RecurrentTextClassifier(
    JavaEstimator, TextClassifierParams, StageReadable, JavaMLWritable
):
    """Learns to classify texts: reads textCol and labelCol.

    >>> classifier = RecurrentTextClassifier(textCol="review", epochs=5)
    >>> model = classifier.fit(reviews)
    """

    _java_class = "dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifier"

    @keyword_only
    def __init__(
        self,
        *,
        average: Optional[int] = None,
        batchSize: Optional[int] = None,
        beta2: Optional[float] = None,
        bidirectional: Optional[bool] = None,
        cell: Optional[str] = None,
        classWeights: Optional[str] = None,
        clipNorm: Optional[float] = None,
        clipValue: Optional[float] = None,
        dropout: Optional[float] = None,
        embeddingDropout: Optional[float] = None,
        embeddingSize: Optional[int] = None,
        embeddings: Optional[str] = None,
        epochs: Optional[int] = None,
        evaluateEvery: Optional[int] = None,
        freeze: Optional[bool] = None,
        hiddenSize: Optional[int] = None,
        initFrom: Optional[str] = None,
        labelCol: Optional[str] = None,
        layers: Optional[int] = None,
        learningRate: Optional[float] = None,
        localSteps: Optional[str] = None,
        lowercase: Optional[bool] = None,
        maxBadFraction: Optional[float] = None,
        maxLength: Optional[int] = None,
        maxMinutes: Optional[float] = None,
        optimizer: Optional[str] = None,
        optimizerState: Optional[str] = None,
        output: Optional[str] = None,
        patience: Optional[int] = None,
        pooling: Optional[str] = None,
        predictedLabelCol: Optional[str] = None,
        predictionCol: Optional[str] = None,
        probabilityCol: Optional[str] = None,
        resume: Optional[bool] = None,
        rounds: Optional[int] = None,
        schedule: Optional[str] = None,
        seed: Optional[int] = None,
        shards: Optional[int] = None,
        strategy: Optional[str] = None,
        stripMarkup: Optional[bool] = None,
        textCol: Optional[str] = None,
        tokens: Optional[str] = None,
        truncate: Optional[str] = None,
        validationFraction: Optional[float] = None,
        vocabularySize: Optional[int] = None,
        warmup: Optional[int] = None,
        wordDropout: Optional[float] = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class(self._java_class)(self.uid)
        self._set_given(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        average: Optional[int] = None,
        batchSize: Optional[int] = None,
        beta2: Optional[float] = None,
        bidirectional: Optional[bool] = None,
        cell: Optional[str] = None,
        classWeights: Optional[str] = None,
        clipNorm: Optional[float] = None,
        clipValue: Optional[float] = None,
        dropout: Optional[float] = None,
        embeddingDropout: Optional[float] = None,
        embeddingSize: Optional[int] = None,
        embeddings: Optional[str] = None,
        epochs: Optional[int] = None,
        evaluateEvery: Optional[int] = None,
        freeze: Optional[bool] = None,
        hiddenSize: Optional[int] = None,
        initFrom: Optional[str] = None,
        labelCol: Optional[str] = None,
        layers: Optional[int] = None,
        learningRate: Optional[float] = None,
        localSteps: Optional[str] = None,
        lowercase: Optional[bool] = None,
        maxBadFraction: Optional[float] = None,
        maxLength: Optional[int] = None,
        maxMinutes: Optional[float] = None,
        optimizer: Optional[str] = None,
        optimizerState: Optional[str] = None,
        output: Optional[str] = None,
        patience: Optional[int] = None,
        pooling: Optional[str] = None,
        predictedLabelCol: Optional[str] = None,
        predictionCol: Optional[str] = None,
        probabilityCol: Optional[str] = None,
        resume: Optional[bool] = None,
        rounds: Optional[int] = None,
        schedule: Optional[str] = None,
        seed: Optional[int] = None,
        shards: Optional[int] = None,
        strategy: Optional[str] = None,
        stripMarkup: Optional[bool] = None,
        textCol: Optional[str] = None,
        tokens: Optional[str] = None,
        truncate: Optional[str] = None,
        validationFraction: Optional[float] = None,
        vocabularySize: Optional[int] = None,
        warmup: Optional[int] = None,
        wordDropout: Optional[float] = None,
    ) -> RecurrentTextClassifier:
        """Sets the parameters that are given."""
        return self._set_given(self._input_kwargs)

    def _set_given(self, values: dict[str, Any]) -> RecurrentTextClassifier:
        return self._set(**{k: v for k, v in values.items() if v is not None})

    def _create_model(self, java_model: Any) -> RecurrentTextClassifierModel:
        return RecurrentTextClassifierModel(java_model)


class RecurrentTextClassifierModel(
    JavaModel, TextClassifierParams, StageReadable, JavaMLWritable
):
    """A fitted RecurrentTextClassifier.

    transform adds predictionCol, predictedLabelCol and probabilityCol.
    """

    _java_class = "dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifierModel"

    @property
    def labels(self) -> List[str]:
        """The labels, in the order of the probabilities."""
        return list(self._java_obj.labels())
