"""Recurrent's jobs, in the running Spark session."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from pyspark.sql import SparkSession

from recurrent_spark._jvm import java_class


class JobError(RuntimeError):
    """A job that failed.

    exit is the exit status that the command would have had. result is the job's JSON result.
    """

    def __init__(self, result: Dict[str, Any]) -> None:
        super().__init__(result["error"])
        self.exit: int = result["exit"]
        self.result = result


def run_job(*words: object, spark: Optional[SparkSession] = None) -> Dict[str, Any]:
    """Runs a job in the running session and returns its JSON result.

    words are those of the command line, one argument each; numbers and paths are written as text.
    What the job prints before its result is printed. The session stays open.

        >>> run_job("forecasting", "forecast", "--model", "runs/sales", "--output", "out")

    Raises JobError if the job fails, and RuntimeError if Recurrent's jar is missing.
    """
    session = spark or SparkSession.getActiveSession()
    jobs = java_class("dev.recurrent.deploy.SessionJobs")
    if session is None:
        raise RuntimeError("there is no active Spark session; pass one as spark=")
    # Not splitlines(): text of the result may have other characters that Python takes for line breaks.
    output = jobs.run(session._jsparkSession, [str(word) for word in words])
    printed = output.rstrip("\r\n").replace("\r\n", "\n").split("\n") if output.strip() else []
    result: Dict[str, Any] = {}
    if printed and printed[-1].startswith('{"task":'):
        result = json.loads(printed.pop())
    if printed:
        print("\n".join(printed))
    if result.get("status", "done") != "done":
        raise JobError(result)
    return result
