package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.OptionAgreement;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.timeseries.job.ForecastingTrain;
import dev.recurrent.timeseries.table.SeriesSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForecastParamsTest {
  @Test
  void namesAndDefaultsAreThoseOfTheCommand() {
    OptionAgreement.check(
        new RecurrentForecaster(),
        new ForecastingTrain(),
        Set.of(),
        Set.of(
            "input",
            "inputFormat",
            "format",
            "delimiter",
            "encoding",
            "decimal",
            "wide",
            "overwrite",
            "bidirectional",
            // A stage measures nothing.
            "levels",
            "baselines"));
  }

  @Test
  void theDefaultsOfTheLibraryAreThoseOfTheStage() {
    RecurrentForecaster forecaster = new RecurrentForecaster().setTimeCol("t").setTargetCol("y");
    SeriesSettings series = new SeriesSettings();
    series.timeColumn = "t";
    series.targetColumn = "y";
    assertEquals(
        forecaster.stageParams().training().settings(),
        ForecasterTraining.of(series, ForecastSettings.of(1), RunPlan.defaults()).settings());
  }

  @Test
  void aValueThatCannotBeIsRefusedWhereItIsSet() {
    RecurrentForecaster forecaster = new RecurrentForecaster();
    for (Runnable wrong :
        new Runnable[] {
          () -> forecaster.setMissing("guess"),
          () -> forecaster.setFrequency("now and then"),
          () -> forecaster.setArchitecture("tower"),
          () -> forecaster.setSeriesEmbedding("maybe"),
          () -> forecaster.setSegmentLength(-1),
          () -> forecaster.setWindowWeights("all"),
          () -> forecaster.setDistribution("cauchy"),
          () -> forecaster.setScaling("log"),
          () -> forecaster.setResidual("other"),
          () -> forecaster.setLags("7", "0"),
          () -> forecaster.setHorizon(0)
        }) {
      String said = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(said.contains("given invalid value"), said);
    }
  }
}
