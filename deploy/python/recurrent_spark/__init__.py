"""Recurrent networks on Spark: forecasters, classifiers of texts, and jobs.

Spark needs Recurrent's jar: start the session with ``spark.jars`` or ``--jars``. Import this
package before you load a pipeline that has one of its stages.
"""

import sys

from recurrent_spark import forecaster, text_classifier
from recurrent_spark.forecaster import RecurrentForecaster, RecurrentForecasterModel
from recurrent_spark.jobs import JobError, run_job
from recurrent_spark.text_classifier import (
    RecurrentTextClassifier,
    RecurrentTextClassifierModel,
)

__all__ = [
    "JobError",
    "RecurrentForecaster",
    "RecurrentForecasterModel",
    "RecurrentTextClassifier",
    "RecurrentTextClassifierModel",
    "run_job",
]

# PySpark looks for the Python class of a saved Java stage in a module that is named as the Java
# package. These are those modules, without a top-level package "dev" that could hide another one.
sys.modules["dev.recurrent.nlp.sentiment.ml"] = text_classifier
sys.modules["dev.recurrent.timeseries.ml"] = forecaster
