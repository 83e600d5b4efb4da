"""read_dag.py DAG.py: runs an Airflow DAG's file on stand-ins for Airflow's modules and prints what
it defines as JSON, so that a test needs no Airflow."""

import json
import sys
import types

found = {"dag": None, "tasks": {}, "edges": []}


class Dag:
    def __init__(self, **settings):
        found["dag"] = {name: str(value) for name, value in settings.items()}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class Task:
    def __init__(self, task_id, **settings):
        self.task_id = task_id
        found["tasks"][task_id] = settings

    def __rshift__(self, others):
        for other in others if isinstance(others, list) else [others]:
            found["edges"].append([self.task_id, other.task_id])
        return others


def branch(function):
    def called():
        days = ["2026-01-%02d" % day for day in range(5, 12)]
        return Task(function.__name__, choices={day: function(ds=day) for day in days})

    return called


def module(name, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made


module("airflow", DAG=Dag)
module("airflow.decorators", task=types.SimpleNamespace(branch=branch))
for name in ("", ".apache", ".apache.spark", ".apache.spark.operators"):
    module("airflow.providers" + name)
module("airflow.providers.apache.spark.operators.spark_submit", SparkSubmitOperator=Task)

with open(sys.argv[1], encoding="utf-8") as file:
    exec(compile(file.read(), sys.argv[1], "exec"), {"__name__": "dag"})
json.dump(found, sys.stdout)
