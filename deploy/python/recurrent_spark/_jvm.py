"""Recurrent's classes in the JVM of the Spark session."""

from __future__ import annotations

from typing import Any

from py4j.java_gateway import JavaClass
from pyspark import SparkContext
from pyspark.ml.util import JavaMLReadable, JavaMLReader


def java_class(name: str) -> Any:
    """Returns a Java class by its full name.

    Raises RuntimeError if there is no session, or if Recurrent's jar is not on its class path.
    """
    jvm = SparkContext._jvm
    if jvm is None:
        raise RuntimeError(
            "there is no Spark session; call SparkSession.builder.getOrCreate() first"
        )
    found = jvm
    for part in name.split("."):
        found = getattr(found, part)
    if not isinstance(found, JavaClass):
        scala = ".".join(jvm.scala.util.Properties.versionNumberString().split(".")[:2])
        raise RuntimeError(
            f"Recurrent's jar is not on Spark's class path; start the session with "
            f"--jars recurrent_{scala}-<version>-all.jar, or set spark.jars"
        )
    return found


class StageReader(JavaMLReader):
    """Reads a stage by the Java class that it wraps."""

    @classmethod
    def _load_java_obj(cls, clazz: Any) -> Any:
        return java_class(clazz._java_class)


class StageReadable(JavaMLReadable):
    """A stage that can be loaded."""

    @classmethod
    def read(cls) -> StageReader:
        """Returns a reader of this stage."""
        return StageReader(cls)
