# Written from the Java stages by PythonPackageTest. Change those, not this file.
"""The parameters of every stage that trains, as the Java class has them."""

from __future__ import annotations

from typing import Any, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters

T = TypeVar("T", bound="TrainingParams")


class TrainingParams(Params):
    """Parameters of every stage that trains."""

    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "Sequences in a shard's batch.",
        typeConverter=TypeConverters.toInt,
    )
    beta2: Param[float] = Param(
        Params._dummy(),
        "beta2",
        "Adam's decay rate for the mean of squared gradients.",
        typeConverter=TypeConverters.toFloat,
    )
    cell: Param[str] = Param(
        Params._dummy(),
        "cell",
        "rnn, rnn-relu, lstm, gru, gru-reset-before, or a class that implements Cell.",
        typeConverter=TypeConverters.toString,
    )
    clipNorm: Param[float] = Param(
        Params._dummy(),
        "clipNorm",
        "Largest norm of the gradient; 0 for no limit.",
        typeConverter=TypeConverters.toFloat,
    )
    clipValue: Param[float] = Param(
        Params._dummy(),
        "clipValue",
        "Largest gradient of one parameter; 0 for no limit.",
        typeConverter=TypeConverters.toFloat,
    )
    epochs: Param[int] = Param(
        Params._dummy(),
        "epochs",
        "Passes over the data; 0 for no limit.",
        typeConverter=TypeConverters.toInt,
    )
    evaluateEvery: Param[int] = Param(
        Params._dummy(),
        "evaluateEvery",
        "Rounds between validations; 0 for one validation an epoch.",
        typeConverter=TypeConverters.toInt,
    )
    hiddenSize: Param[int] = Param(
        Params._dummy(),
        "hiddenSize",
        "Units of each layer and direction.",
        typeConverter=TypeConverters.toInt,
    )
    initFrom: Param[str] = Param(
        Params._dummy(),
        "initFrom",
        "Start from a finished model. Its weights are used, and its vocabulary or scalers.",
        typeConverter=TypeConverters.toString,
    )
    layers: Param[int] = Param(
        Params._dummy(),
        "layers",
        "Recurrent layers.",
        typeConverter=TypeConverters.toInt,
    )
    learningRate: Param[float] = Param(
        Params._dummy(),
        "learningRate",
        "Base learning rate.",
        typeConverter=TypeConverters.toFloat,
    )
    localSteps: Param[str] = Param(
        Params._dummy(),
        "localSteps",
        "Batches of a shard in a round, or auto.",
        typeConverter=TypeConverters.toString,
    )
    maxMinutes: Param[float] = Param(
        Params._dummy(),
        "maxMinutes",
        "Minutes of training; 0 for no limit.",
        typeConverter=TypeConverters.toFloat,
    )
    optimizer: Param[str] = Param(
        Params._dummy(),
        "optimizer",
        "adam, adamw, sgd, momentum, rmsprop, or a class that implements Optimizer.",
        typeConverter=TypeConverters.toString,
    )
    optimizerState: Param[str] = Param(
        Params._dummy(),
        "optimizerState",
        "The optimizer's moments between rounds: average or reset.",
        typeConverter=TypeConverters.toString,
    )
    output: Param[str] = Param(
        Params._dummy(),
        "output",
        "Run directory for checkpoints and the model, on any Hadoop path.",
        typeConverter=TypeConverters.toString,
    )
    patience: Param[int] = Param(
        Params._dummy(),
        "patience",
        "Stop after N validations without improvement; 0 for no limit.",
        typeConverter=TypeConverters.toInt,
    )
    resume: Param[bool] = Param(
        Params._dummy(),
        "resume",
        "Continue the run in output, or load it if it has finished.",
        typeConverter=TypeConverters.toBoolean,
    )
    rounds: Param[int] = Param(
        Params._dummy(),
        "rounds",
        "Rounds to train; 0 for no limit.",
        typeConverter=TypeConverters.toInt,
    )
    schedule: Param[str] = Param(
        Params._dummy(),
        "schedule",
        "constant, cosine or plateau.",
        typeConverter=TypeConverters.toString,
    )
    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "Seed of all random numbers.",
        typeConverter=TypeConverters.toInt,
    )
    shards: Param[int] = Param(
        Params._dummy(),
        "shards",
        "Logical shards; 0 for the number of the cluster's cores.",
        typeConverter=TypeConverters.toInt,
    )
    strategy: Param[str] = Param(
        Params._dummy(),
        "strategy",
        "sync, average, outer-nesterov, bmuf or diloco.",
        typeConverter=TypeConverters.toString,
    )
    warmup: Param[int] = Param(
        Params._dummy(),
        "warmup",
        "Steps in which the learning rate rises to its full value.",
        typeConverter=TypeConverters.toInt,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            batchSize=32,
            beta2=0.99,
            cell="lstm",
            clipNorm=1.0,
            clipValue=0.0,
            epochs=10,
            evaluateEvery=0,
            hiddenSize=64,
            layers=1,
            learningRate=0.003,
            localSteps="auto",
            maxMinutes=0.0,
            optimizer="adam",
            optimizerState="average",
            patience=0,
            resume=False,
            rounds=0,
            schedule="cosine",
            seed=1,
            shards=0,
            strategy="outer-nesterov",
            warmup=0,
        )

    def getBatchSize(self) -> int:
        """Returns the value of batchSize or its default."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self: T, value: int) -> T:
        """Sequences in a shard's batch."""
        return self._set(batchSize=value)

    def getBeta2(self) -> float:
        """Returns the value of beta2 or its default."""
        return self.getOrDefault(self.beta2)

    def setBeta2(self: T, value: float) -> T:
        """Adam's decay rate for the mean of squared gradients."""
        return self._set(beta2=value)

    def getCell(self) -> str:
        """Returns the value of cell or its default."""
        return self.getOrDefault(self.cell)

    def setCell(self: T, value: str) -> T:
        """rnn, rnn-relu, lstm, gru, gru-reset-before, or a class that implements Cell."""
        return self._set(cell=value)

    def getClipNorm(self) -> float:
        """Returns the value of clipNorm or its default."""
        return self.getOrDefault(self.clipNorm)

    def setClipNorm(self: T, value: float) -> T:
        """Largest norm of the gradient; 0 for no limit."""
        return self._set(clipNorm=value)

    def getClipValue(self) -> float:
        """Returns the value of clipValue or its default."""
        return self.getOrDefault(self.clipValue)

    def setClipValue(self: T, value: float) -> T:
        """Largest gradient of one parameter; 0 for no limit."""
        return self._set(clipValue=value)

    def getEpochs(self) -> int:
        """Returns the value of epochs or its default."""
        return self.getOrDefault(self.epochs)

    def setEpochs(self: T, value: int) -> T:
        """Passes over the data; 0 for no limit."""
        return self._set(epochs=value)

    def getEvaluateEvery(self) -> int:
        """Returns the value of evaluateEvery or its default."""
        return self.getOrDefault(self.evaluateEvery)

    def setEvaluateEvery(self: T, value: int) -> T:
        """Rounds between validations; 0 for one validation an epoch."""
        return self._set(evaluateEvery=value)

    def getHiddenSize(self) -> int:
        """Returns the value of hiddenSize or its default."""
        return self.getOrDefault(self.hiddenSize)

    def setHiddenSize(self: T, value: int) -> T:
        """Units of each layer and direction."""
        return self._set(hiddenSize=value)

    def getInitFrom(self) -> str:
        """Returns the value of initFrom or its default."""
        return self.getOrDefault(self.initFrom)

    def setInitFrom(self: T, value: str) -> T:
        """Start from a finished model. Its weights are used, and its vocabulary or scalers."""
        return self._set(initFrom=value)

    def getLayers(self) -> int:
        """Returns the value of layers or its default."""
        return self.getOrDefault(self.layers)

    def setLayers(self: T, value: int) -> T:
        """Recurrent layers."""
        return self._set(layers=value)

    def getLearningRate(self) -> float:
        """Returns the value of learningRate or its default."""
        return self.getOrDefault(self.learningRate)

    def setLearningRate(self: T, value: float) -> T:
        """Base learning rate."""
        return self._set(learningRate=value)

    def getLocalSteps(self) -> str:
        """Returns the value of localSteps or its default."""
        return self.getOrDefault(self.localSteps)

    def setLocalSteps(self: T, value: str) -> T:
        """Batches of a shard in a round, or auto."""
        return self._set(localSteps=value)

    def getMaxMinutes(self) -> float:
        """Returns the value of maxMinutes or its default."""
        return self.getOrDefault(self.maxMinutes)

    def setMaxMinutes(self: T, value: float) -> T:
        """Minutes of training; 0 for no limit."""
        return self._set(maxMinutes=value)

    def getOptimizer(self) -> str:
        """Returns the value of optimizer or its default."""
        return self.getOrDefault(self.optimizer)

    def setOptimizer(self: T, value: str) -> T:
        """adam, adamw, sgd, momentum, rmsprop, or a class that implements Optimizer."""
        return self._set(optimizer=value)

    def getOptimizerState(self) -> str:
        """Returns the value of optimizerState or its default."""
        return self.getOrDefault(self.optimizerState)

    def setOptimizerState(self: T, value: str) -> T:
        """The optimizer's moments between rounds: average or reset."""
        return self._set(optimizerState=value)

    def getOutput(self) -> str:
        """Returns the value of output or its default."""
        return self.getOrDefault(self.output)

    def setOutput(self: T, value: str) -> T:
        """Run directory for checkpoints and the model, on any Hadoop path."""
        return self._set(output=value)

    def getPatience(self) -> int:
        """Returns the value of patience or its default."""
        return self.getOrDefault(self.patience)

    def setPatience(self: T, value: int) -> T:
        """Stop after N validations without improvement; 0 for no limit."""
        return self._set(patience=value)

    def getResume(self) -> bool:
        """Returns the value of resume or its default."""
        return self.getOrDefault(self.resume)

    def setResume(self: T, value: bool) -> T:
        """Continue the run in output, or load it if it has finished."""
        return self._set(resume=value)

    def getRounds(self) -> int:
        """Returns the value of rounds or its default."""
        return self.getOrDefault(self.rounds)

    def setRounds(self: T, value: int) -> T:
        """Rounds to train; 0 for no limit."""
        return self._set(rounds=value)

    def getSchedule(self) -> str:
        """Returns the value of schedule or its default."""
        return self.getOrDefault(self.schedule)

    def setSchedule(self: T, value: str) -> T:
        """constant, cosine or plateau."""
        return self._set(schedule=value)

    def getSeed(self) -> int:
        """Returns the value of seed or its default."""
        return self.getOrDefault(self.seed)

    def setSeed(self: T, value: int) -> T:
        """Seed of all random numbers."""
        return self._set(seed=value)

    def getShards(self) -> int:
        """Returns the value of shards or its default."""
        return self.getOrDefault(self.shards)

    def setShards(self: T, value: int) -> T:
        """Logical shards; 0 for the number of the cluster's cores."""
        return self._set(shards=value)

    def getStrategy(self) -> str:
        """Returns the value of strategy or its default."""
        return self.getOrDefault(self.strategy)

    def setStrategy(self: T, value: str) -> T:
        """sync, average, outer-nesterov, bmuf or diloco."""
        return self._set(strategy=value)

    def getWarmup(self) -> int:
        """Returns the value of warmup or its default."""
        return self.getOrDefault(self.warmup)

    def setWarmup(self: T, value: int) -> T:
        """Steps in which the learning rate rises to its full value."""
        return self._set(warmup=value)
