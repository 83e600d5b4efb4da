package dev.recurrent.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.ObjectInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows of the house: core, spark-training, then nlp and timeseries apart, then deploy. */
class ArchitectureTest {
  private static final String ROOT = "dev.recurrent";
  private static final String[] SPARK = {"org.apache.spark..", "scala..", "org.apache.hadoop.."};

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static ArchRule never(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(resideInAnyPackage(to));
  }

  @Test
  void theImportSeesEveryModule() {
    for (String name :
        List.of(
            "math",
            "nn",
            "train",
            "format",
            "spark",
            "spark.ml",
            "spark.dl4j",
            "nlp.generation",
            "nlp.sentiment",
            "nn.cell",
            "nn.recurrent",
            "nn.layer",
            "nn.attention",
            "spark.run",
            "spark.sequence",
            "spark.table",
            "spark.tracking",
            "predict",
            "interop",
            "serve",
            "spark.job",
            "report",
            "nlp.corpus",
            "nlp.generation.job",
            "nlp.sentiment.job",
            "nlp.sentiment.ml",
            "nlp.translation.job",
            "timeseries.series",
            "timeseries.forecast",
            "timeseries.table",
            "timeseries.backtest",
            "timeseries.job",
            "timeseries.ml",
            "timeseries.serve",
            "deploy")) {
      String inside = ROOT + "." + name;
      assertTrue(classes.stream().anyMatch(c -> c.getPackageName().equals(inside)), inside);
    }
  }

  @Test
  void coreKnowsNoSparkNoHadoopNoLogging() {
    for (String part : List.of("math", "nn", "train", "format", "predict", "interop", "serve")) {
      never(ROOT + "." + part + "..", SPARK).check(classes);
      never(ROOT + "." + part + "..", "org.slf4j..", "java.util.logging..").check(classes);
      never(ROOT + "." + part + "..", ROOT + ".spark..", ROOT + ".nlp..", ROOT + ".timeseries..")
          .check(classes);
    }
  }

  @Test
  void insideCoreDataFlowsOneWay() {
    never(ROOT + ".math..", ROOT + ".nn..", ROOT + ".train..", ROOT + ".format..").check(classes);
    never(ROOT + ".nn..", ROOT + ".train..", ROOT + ".format..").check(classes);
    never(ROOT + ".train..", ROOT + ".format..").check(classes);
    never(ROOT + ".format..", ROOT + ".train..").check(classes);
    for (String below : List.of(".math..", ".nn..", ".train..", ".format..")) {
      never(ROOT + below, ROOT + ".(predict|interop|serve)..").check(classes);
    }
    never(ROOT + ".predict..", ROOT + ".(interop|serve)..").check(classes);
    never(ROOT + ".interop..", ROOT + ".serve..").check(classes);
    never(ROOT + ".serve..", ROOT + ".interop..").check(classes);
  }

  @Test
  void insideNnDataFlowsOneWay() {
    String cell = ROOT + ".nn.cell";
    String recurrent = ROOT + ".nn.recurrent";
    String attention = ROOT + ".nn.attention";
    never(ROOT + ".nn", cell, recurrent, attention).check(classes);
    never(cell, recurrent, attention).check(classes);
    never(recurrent, attention).check(classes);
    String layer = ROOT + ".nn.layer";
    never(layer, attention).check(classes);
    for (String below : List.of(ROOT + ".nn", cell, recurrent, attention)) {
      never(below, layer).check(classes);
    }
  }

  @Test
  void sparkTrainingKnowsNoTask() {
    String[] tasks = {ROOT + ".nlp..", ROOT + ".timeseries..", ROOT + ".deploy.."};
    never(ROOT + ".spark..", tasks).check(classes);
    never(ROOT + ".report..", tasks).check(classes);
    never(ROOT + ".report..", SPARK).check(classes);
    never(ROOT + ".report..", ROOT + ".spark..").check(classes);
  }

  @Test
  void theLibraryKnowsNoCommandLine() {
    String[] commandLine = {ROOT + "..job..", "picocli..", "com.typesafe.config.."};
    for (String part : List.of("spark", "spark.run", "spark.sequence", "predict", "train")) {
      never(ROOT + "." + part, commandLine).check(classes);
    }
  }

  @Test
  void aRunKnowsNoJob() {
    never(ROOT + ".spark.(run|tracking)..", ROOT + ".spark.(job|ml)..", ROOT + ".report..")
        .check(classes);
  }

  @Test
  void tablesKnowNoJob() {
    never(ROOT + ".spark.table..", ROOT + ".spark.(job|run|ml)..", ROOT + ".report..")
        .check(classes);
  }

  @Test
  void theAveragingLoopKnowsNoJob() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".spark")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".spark.(job|run|ml)..", ROOT + ".report.."))
        .check(classes);
  }

  @Test
  void textAndSeriesNeverSeeEachOther() {
    never(ROOT + ".nlp..", ROOT + ".timeseries..", ROOT + ".deploy..").check(classes);
    never(ROOT + ".timeseries..", ROOT + ".nlp..", ROOT + ".deploy..").check(classes);
  }

  @Test
  void onlyJobsImportSpark() {
    for (String part :
        List.of(
            "nlp.text",
            "nlp.generation",
            "nlp.sentiment",
            "nlp.translation",
            "timeseries.series",
            "timeseries.forecast",
            "timeseries.serve")) {
      never(ROOT + "." + part, SPARK).check(classes);
      never(ROOT + "." + part, ROOT + ".spark..").check(classes);
    }
  }

  @Test
  void dataKnowNoJob() {
    for (String part :
        List.of("nlp.corpus", "timeseries.table", "timeseries.backtest", "timeseries.forecast")) {
      never(ROOT + "." + part + "..", ROOT + "..job..").check(classes);
    }
  }

  @Test
  void stagesOfSparkMlKnowNoJob() {
    for (String part : List.of("spark", "nlp.sentiment", "timeseries")) {
      never(ROOT + "." + part + ".ml..", ROOT + "..job..").check(classes);
    }
  }

  @Test
  void onlyJobsReadTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "..job..", ROOT + ".deploy..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("picocli..", "com.typesafe.config.."))
        .check(classes);
  }

  @Test
  void seriesKnowNoNetwork() {
    never(ROOT + ".timeseries.series..", ROOT + ".timeseries.forecast..", ROOT + ".nn..")
        .check(classes);
  }

  @Test
  void tasksNeverSeeEachOther() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".nlp.(generation|translation|sentiment)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void onlyKernelsTouchNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".math..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.ludovic.netlib..", "org.bytedeco..", "jdk.incubator.vector.."))
        .check(classes);
  }

  /** Its jars are there for those who bring them: everything else has to run without. */
  @Test
  void onlyItsBridgeTouchesDl4j() {
    String bridge = ROOT + ".spark.dl4j..";
    noClasses()
        .that()
        .resideOutsideOfPackage(bridge)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.datavec..", bridge))
        .check(classes);
    never(bridge, ROOT + "..job..", ROOT + ".spark.ml..").check(classes);
  }

  @Test
  void nothingReadsJavaSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(classes);
  }

  @Test
  void noRandomnessWithoutASeed() {
    noClasses().should().callMethod(Math.class, "random").check(classes);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .check(classes);
  }

  @Test
  void noRecordGoesThroughSparksSerializer() {
    noClasses().should(new RecordsForSpark()).check(classes);
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedRecords.class);
    AssertionError bitten =
        assertThrows(
            AssertionError.class, () -> noClasses().should(new RecordsForSpark()).check(planted));
    String message = bitten.getMessage();
    for (String member : List.of("field", "pairs(", "takes(", "shared")) {
      assertTrue(message.contains("PlantedRecords." + member), member + ": " + message);
    }
    assertFalse(message.contains("PlantedRecords.fine"), message);
  }

  @Test
  void onlyJobsPrint() {
    String[] jobs = {ROOT + "..job..", ROOT + ".deploy.."};
    for (String stream : List.of("out", "err")) {
      noClasses()
          .that()
          .resideOutsideOfPackages(jobs)
          .should()
          .accessField(System.class, stream)
          .check(classes);
    }
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(classes);
  }

  @Test
  void aRuleBitesWhenItIsBroken() {
    ArchRule wrong = never(ROOT + ".nn..", ROOT + ".math..");
    assertThrows(AssertionError.class, () -> wrong.check(classes));
    assertTrue(resideInAPackage(ROOT + ".nn..").test(classes.get(ROOT + ".nn.cell.LstmCell")));
  }
}
