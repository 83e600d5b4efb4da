# Written from the Java stages by PythonPackageTest. Change those, not this file.
"""The parameters of RecurrentTextClassifier, as the Java class has them."""

from __future__ import annotations

from typing import Any, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters

from recurrent_spark._training_params import TrainingParams

T = TypeVar("T", bound="TextClassifierParams")


class TextClassifierParams(TrainingParams):
    """Parameters of RecurrentTextClassifier."""

    average: Param[int] = Param(
        Params._dummy(),
        "average",
        "Use the mean of the parameters of the best N validations, if it scores no worse.",
        typeConverter=TypeConverters.toInt,
    )
    bidirectional: Param[bool] = Param(
        Params._dummy(),
        "bidirectional",
        "Whether a second stack of layers reads sequences from their end.",
        typeConverter=TypeConverters.toBoolean,
    )
    classWeights: Param[str] = Param(
        Params._dummy(),
        "classWeights",
        "none or balanced. With balanced, rare labels weigh more.",
        typeConverter=TypeConverters.toString,
    )
    dropout: Param[float] = Param(
        Params._dummy(),
        "dropout",
        "Dropout rate of the inputs of each recurrent layer.",
        typeConverter=TypeConverters.toFloat,
    )
    embeddingDropout: Param[float] = Param(
        Params._dummy(),
        "embeddingDropout",
        "Share of the embedding's columns that are zero for a text while training.",
        typeConverter=TypeConverters.toFloat,
    )
    embeddingSize: Param[int] = Param(
        Params._dummy(),
        "embeddingSize",
        "Columns of the embedding.",
        typeConverter=TypeConverters.toInt,
    )
    embeddings: Param[str] = Param(
        Params._dummy(),
        "embeddings",
        "Where the embedding begins: word2vec, or a file in GloVe's, fastText's or word2vec's format.",
        typeConverter=TypeConverters.toString,
    )
    freeze: Param[bool] = Param(
        Params._dummy(),
        "freeze",
        "Keep the embedding's starting values: it is not trained.",
        typeConverter=TypeConverters.toBoolean,
    )
    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "Column of labels.",
        typeConverter=TypeConverters.toString,
    )
    lowercase: Param[bool] = Param(
        Params._dummy(),
        "lowercase",
        "Whether case is ignored.",
        typeConverter=TypeConverters.toBoolean,
    )
    maxBadFraction: Param[float] = Param(
        Params._dummy(),
        "maxBadFraction",
        "Share of the rows that may be unusable. They are left out.",
        typeConverter=TypeConverters.toFloat,
    )
    maxLength: Param[int] = Param(
        Params._dummy(),
        "maxLength",
        "Largest number of tokens of a text; a longer text is cut.",
        typeConverter=TypeConverters.toInt,
    )
    pooling: Param[str] = Param(
        Params._dummy(),
        "pooling",
        "last, mean, max, mean-max or attention.",
        typeConverter=TypeConverters.toString,
    )
    predictedLabelCol: Param[str] = Param(
        Params._dummy(),
        "predictedLabelCol",
        "Column of the predicted label, as a word.",
        typeConverter=TypeConverters.toString,
    )
    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "Column of the predicted label as a number: the label itself if all labels are numbers, else its place among the labels.",
        typeConverter=TypeConverters.toString,
    )
    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "Column of all labels' probabilities.",
        typeConverter=TypeConverters.toString,
    )
    stripMarkup: Param[bool] = Param(
        Params._dummy(),
        "stripMarkup",
        "Whether HTML tags are left out.",
        typeConverter=TypeConverters.toBoolean,
    )
    textCol: Param[str] = Param(
        Params._dummy(),
        "textCol",
        "Column of texts.",
        typeConverter=TypeConverters.toString,
    )
    tokens: Param[str] = Param(
        Params._dummy(),
        "tokens",
        "word, char, bpe, or a class that implements Tokenizer.",
        typeConverter=TypeConverters.toString,
    )
    truncate: Param[str] = Param(
        Params._dummy(),
        "truncate",
        "Which part of a longer text is kept: head, tail or both.",
        typeConverter=TypeConverters.toString,
    )
    validationFraction: Param[float] = Param(
        Params._dummy(),
        "validationFraction",
        "Share of the texts to validate on.",
        typeConverter=TypeConverters.toFloat,
    )
    vocabularySize: Param[int] = Param(
        Params._dummy(),
        "vocabularySize",
        "Largest vocabulary, in tokens.",
        typeConverter=TypeConverters.toInt,
    )
    wordDropout: Param[float] = Param(
        Params._dummy(),
        "wordDropout",
        "Share of a text's words that training replaces by the unknown word.",
        typeConverter=TypeConverters.toFloat,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            average=1,
            bidirectional=True,
            classWeights="none",
            dropout=0.5,
            embeddingDropout=0.3,
            embeddingSize=100,
            freeze=False,
            labelCol="label",
            lowercase=True,
            maxBadFraction=0.01,
            maxLength=400,
            pooling="mean-max",
            predictedLabelCol="predictedLabel",
            predictionCol="prediction",
            probabilityCol="probability",
            stripMarkup=True,
            textCol="text",
            tokens="word",
            truncate="both",
            validationFraction=0.1,
            vocabularySize=20000,
            wordDropout=0.2,
        )

    def getAverage(self) -> int:
        """Returns the value of average or its default."""
        return self.getOrDefault(self.average)

    def setAverage(self: T, value: int) -> T:
        """Use the mean of the parameters of the best N validations, if it scores no worse."""
        return self._set(average=value)

    def getBidirectional(self) -> bool:
        """Returns the value of bidirectional or its default."""
        return self.getOrDefault(self.bidirectional)

    def setBidirectional(self: T, value: bool) -> T:
        """Whether a second stack of layers reads sequences from their end."""
        return self._set(bidirectional=value)

    def getClassWeights(self) -> str:
        """Returns the value of classWeights or its default."""
        return self.getOrDefault(self.classWeights)

    def setClassWeights(self: T, value: str) -> T:
        """none or balanced. With balanced, rare labels weigh more."""
        return self._set(classWeights=value)

    def getDropout(self) -> float:
        """Returns the value of dropout or its default."""
        return self.getOrDefault(self.dropout)

    def setDropout(self: T, value: float) -> T:
        """Dropout rate of the inputs of each recurrent layer."""
        return self._set(dropout=value)

    def getEmbeddingDropout(self) -> float:
        """Returns the value of embeddingDropout or its default."""
        return self.getOrDefault(self.embeddingDropout)

    def setEmbeddingDropout(self: T, value: float) -> T:
        """Share of the embedding's columns that are zero for a text while training."""
        return self._set(embeddingDropout=value)

    def getEmbeddingSize(self) -> int:
        """Returns the value of embeddingSize or its default."""
        return self.getOrDefault(self.embeddingSize)

    def setEmbeddingSize(self: T, value: int) -> T:
        """Columns of the embedding."""
        return self._set(embeddingSize=value)

    def getEmbeddings(self) -> str:
        """Returns the value of embeddings or its default."""
        return self.getOrDefault(self.embeddings)

    def setEmbeddings(self: T, value: str) -> T:
        """Where the embedding begins: word2vec, or a file in GloVe's, fastText's or word2vec's format."""
        return self._set(embeddings=value)

    def getFreeze(self) -> bool:
        """Returns the value of freeze or its default."""
        return self.getOrDefault(self.freeze)

    def setFreeze(self: T, value: bool) -> T:
        """Keep the embedding's starting values: it is not trained."""
        return self._set(freeze=value)

    def getLabelCol(self) -> str:
        """Returns the value of labelCol or its default."""
        return self.getOrDefault(self.labelCol)

    def setLabelCol(self: T, value: str) -> T:
        """Column of labels."""
        return self._set(labelCol=value)

    def getLowercase(self) -> bool:
        """Returns the value of lowercase or its default."""
        return self.getOrDefault(self.lowercase)

    def setLowercase(self: T, value: bool) -> T:
        """Whether case is ignored."""
        return self._set(lowercase=value)

    def getMaxBadFraction(self) -> float:
        """Returns the value of maxBadFraction or its default."""
        return self.getOrDefault(self.maxBadFraction)

    def setMaxBadFraction(self: T, value: float) -> T:
        """Share of the rows that may be unusable. They are left out."""
        return self._set(maxBadFraction=value)

    def getMaxLength(self) -> int:
        """Returns the value of maxLength or its default."""
        return self.getOrDefault(self.maxLength)

    def setMaxLength(self: T, value: int) -> T:
        """Largest number of tokens of a text; a longer text is cut."""
        return self._set(maxLength=value)

    def getPooling(self) -> str:
        """Returns the value of pooling or its default."""
        return self.getOrDefault(self.pooling)

    def setPooling(self: T, value: str) -> T:
        """last, mean, max, mean-max or attention."""
        return self._set(pooling=value)

    def getPredictedLabelCol(self) -> str:
        """Returns the value of predictedLabelCol or its default."""
        return self.getOrDefault(self.predictedLabelCol)

    def setPredictedLabelCol(self: T, value: str) -> T:
        """Column of the predicted label, as a word."""
        return self._set(predictedLabelCol=value)

    def getPredictionCol(self) -> str:
        """Returns the value of predictionCol or its default."""
        return self.getOrDefault(self.predictionCol)

    def setPredictionCol(self: T, value: str) -> T:
        """Column of the predicted label as a number: the label itself if all labels are numbers, else its place among the labels."""
        return self._set(predictionCol=value)

    def getProbabilityCol(self) -> str:
        """Returns the value of probabilityCol or its default."""
        return self.getOrDefault(self.probabilityCol)

    def setProbabilityCol(self: T, value: str) -> T:
        """Column of all labels' probabilities."""
        return self._set(probabilityCol=value)

    def getStripMarkup(self) -> bool:
        """Returns the value of stripMarkup or its default."""
        return self.getOrDefault(self.stripMarkup)

    def setStripMarkup(self: T, value: bool) -> T:
        """Whether HTML tags are left out."""
        return self._set(stripMarkup=value)

    def getTextCol(self) -> str:
        """Returns the value of textCol or its default."""
        return self.getOrDefault(self.textCol)

    def setTextCol(self: T, value: str) -> T:
        """Column of texts."""
        return self._set(textCol=value)

    def getTokens(self) -> str:
        """Returns the value of tokens or its default."""
        return self.getOrDefault(self.tokens)

    def setTokens(self: T, value: str) -> T:
        """word, char, bpe, or a class that implements Tokenizer."""
        return self._set(tokens=value)

    def getTruncate(self) -> str:
        """Returns the value of truncate or its default."""
        return self.getOrDefault(self.truncate)

    def setTruncate(self: T, value: str) -> T:
        """Which part of a longer text is kept: head, tail or both."""
        return self._set(truncate=value)

    def getValidationFraction(self) -> float:
        """Returns the value of validationFraction or its default."""
        return self.getOrDefault(self.validationFraction)

    def setValidationFraction(self: T, value: float) -> T:
        """Share of the texts to validate on."""
        return self._set(validationFraction=value)

    def getVocabularySize(self) -> int:
        """Returns the value of vocabularySize or its default."""
        return self.getOrDefault(self.vocabularySize)

    def setVocabularySize(self: T, value: int) -> T:
        """Largest vocabulary, in tokens."""
        return self._set(vocabularySize=value)

    def getWordDropout(self) -> float:
        """Returns the value of wordDropout or its default."""
        return self.getOrDefault(self.wordDropout)

    def setWordDropout(self: T, value: float) -> T:
        """Share of a text's words that training replaces by the unknown word."""
        return self._set(wordDropout=value)
