"""Nightly forecasts and weekly retraining, for Airflow 2.4 to 2.10 with the provider
apache-airflow-providers-apache-spark.

Each run stands for one day, ``ds``, and touches nothing but what bears its date: it can be repeated
and a past day can be filled in. ``catchup`` does so for all days since ``start_date``; for a range:

    airflow dags backfill --start-date 2026-01-05 --end-date 2026-01-31 recurrent_forecasts

Mondays train a model of the week first. A day's forecast is made by the model of its week, so that
a forecast of a past day is the one that would have been made then.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

JAR = "hdfs:///apps/recurrent/recurrent_2.12-0.1.0-all.jar"
# What was known at the end of the day. A table that went on growing would show a past day its future.
SALES = "hdfs:///sales/until={{ ds }}"
MONDAY = "{{ macros.ds_add(ds, -macros.datetime.strptime(ds, '%Y-%m-%d').weekday()) }}"
MODEL = "hdfs:///models/sales/" + MONDAY
FORECASTS = "hdfs:///forecasts/sales"
COLUMNS = ["--time-column", "day", "--target-column", "sales", "--series-column", "shop"]


def submit(task_id, arguments, **others):
    """A spark-submit of one command, to the master and deploy mode of the connection spark_default."""
    return SparkSubmitOperator(
        task_id=task_id,
        application=JAR,
        java_class="dev.recurrent.deploy.Recurrent",
        name="recurrent " + task_id,
        num_executors=8,
        executor_cores=1,
        executor_memory="2g",
        driver_memory="2g",
        conf={
            "spark.driver.extraJavaOptions": "--add-modules=jdk.incubator.vector",
            "spark.executor.extraJavaOptions": "--add-modules=jdk.incubator.vector",
            "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
            # Airflow tries again; YARN need not try a second time what a wrong option ended.
            "spark.yarn.maxAppAttempts": "1",
        },
        application_args=arguments,
        **others,
    )


with DAG(
    dag_id="recurrent_forecasts",
    description="Forecasts of every shop's sales, by a model that is trained each Monday",
    schedule="0 3 * * *",
    start_date=datetime(2026, 1, 5),
    catchup=True,
    # A week's model has to be there before its next day is forecast.
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=10), "depends_on_past": False},
    tags=["recurrent"],
):

    @task.branch
    def choose(ds=None):
        """On Mondays the model comes first."""
        return "train" if datetime.strptime(ds, "%Y-%m-%d").weekday() == 0 else "forecast"

    train = submit(
        "train",
        ["forecasting", "train", "--input", SALES, *COLUMNS]
        + ["--horizon", "14", "--context-length", "56", "--hidden-size", "64", "--shards", "8"]
        # A retry goes on from the last checkpoint; a finished model stays as it is.
        + ["--output", MODEL, "--resume"],
    )
    forecast = submit(
        "forecast",
        ["forecasting", "forecast", "--model", MODEL, "--input", SALES, *COLUMNS]
        + ["--output", FORECASTS, "--date", "{{ ds }}"],
        # Also where train was left out.
        trigger_rule="none_failed_min_one_success",
    )

    choose() >> [train, forecast]
    train >> forecast
