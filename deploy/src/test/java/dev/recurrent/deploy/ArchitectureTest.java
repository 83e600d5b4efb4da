package dev.recurrent.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import scala.util.Properties;

/** The arrows of the house: core, spark-training, then nlp and timeseries apart, then deploy. */
class ArchitectureTest {
  private static final String ROOT = "dev.recurrent";
  private static final String[] SPARK = {"org.apache.spark..", "scala..", "org.apache.hadoop.."};

  /** DL4J has no build for Scala 2.13. */
  private static final boolean HAS_DL4J = Properties.versionNumberString().startsWith("2.12.");

  private static final JavaClasses CLASSES =
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
    String names =
        """
        math nn train format spark spark.ml nlp.generation nlp.sentiment nn.cell
        nn.recurrent nn.layer nn.attention spark.run spark.sequence spark.table
        spark.tracking predict interop serve spark.job report nlp.corpus
        nlp.generation.job nlp.sentiment.job nlp.sentiment.ml nlp.translation.job
        timeseries.series timeseries.forecast timeseries.table timeseries.backtest
        timeseries.job timeseries.ml timeseries.serve deploy
        """;
    for (String name : names.split("\\s+")) {
      assertTrue(imported(name), name);
    }
    assertEquals(HAS_DL4J, imported("spark.dl4j"));
  }

  private static boolean imported(String name) {
    return CLASSES.stream().anyMatch(c -> c.getPackageName().equals(ROOT + "." + name));
  }

  @Test
  void coreKnowsNoSparkNoHadoopNoLogging() {
    for (String part : List.of("math", "nn", "train", "format", "predict", "interop", "serve")) {
      never(ROOT + "." + part + "..", SPARK).check(CLASSES);
      never(ROOT + "." + part + "..", "org.slf4j..", "java.util.logging..").check(CLASSES);
      never(ROOT + "." + part + "..", ROOT + ".spark..", ROOT + ".nlp..", ROOT + ".timeseries..")
          .check(CLASSES);
    }
  }

  @Test
  void insideCoreDataFlowsOneWay() {
    never(ROOT + ".math..", ROOT + ".nn..", ROOT + ".train..", ROOT + ".format..").check(CLASSES);
    never(ROOT + ".nn..", ROOT + ".train..", ROOT + ".format..").check(CLASSES);
    never(ROOT + ".train..", ROOT + ".format..").check(CLASSES);
    never(ROOT + ".format..", ROOT + ".train..").check(CLASSES);
    for (String below : List.of(".math..", ".nn..", ".train..", ".format..")) {
      never(ROOT + below, ROOT + ".(predict|interop|serve)..").check(CLASSES);
    }
    never(ROOT + ".predict..", ROOT + ".(interop|serve)..").check(CLASSES);
    never(ROOT + ".interop..", ROOT + ".serve..").check(CLASSES);
    never(ROOT + ".serve..", ROOT + ".interop..").check(CLASSES);
  }

  @Test
  void insideNnDataFlowsOneWay() {
    String cell = ROOT + ".nn.cell";
    String recurrent = ROOT + ".nn.recurrent";
    String attention = ROOT + ".nn.attention";
    never(ROOT + ".nn", cell, recurrent, attention).check(CLASSES);
    never(cell, recurrent, attention).check(CLASSES);
    never(recurrent, attention).check(CLASSES);
    String layer = ROOT + ".nn.layer";
    never(layer, attention).check(CLASSES);
    for (String below : List.of(ROOT + ".nn", cell, recurrent, attention)) {
      never(below, layer).check(CLASSES);
    }
  }

  @Test
  void sparkTrainingKnowsNoTask() {
    String[] tasks = {ROOT + ".nlp..", ROOT + ".timeseries..", ROOT + ".deploy.."};
    never(ROOT + ".spark..", tasks).check(CLASSES);
    never(ROOT + ".report..", tasks).check(CLASSES);
    never(ROOT + ".report..", SPARK).check(CLASSES);
    never(ROOT + ".report..", ROOT + ".spark..").check(CLASSES);
  }

  @Test
  void theLibraryKnowsNoCommandLine() {
    String[] commandLine = {ROOT + "..job..", "picocli..", "com.typesafe.config.."};
    for (String part : List.of("spark", "spark.run", "spark.sequence", "predict", "train")) {
      never(ROOT + "." + part, commandLine).check(CLASSES);
    }
  }

  @Test
  void aRunKnowsNoJob() {
    never(ROOT + ".spark.(run|tracking)..", ROOT + ".spark.(job|ml)..", ROOT + ".report..")
        .check(CLASSES);
  }

  @Test
  void tablesKnowNoJob() {
    never(ROOT + ".spark.table..", ROOT + ".spark.(job|run|ml)..", ROOT + ".report..")
        .check(CLASSES);
  }

  @Test
  void theAveragingLoopKnowsNoJob() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".spark")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".spark.(job|run|ml)..", ROOT + ".report.."))
        .check(CLASSES);
  }

  @Test
  void textAndSeriesNeverSeeEachOther() {
    never(ROOT + ".nlp..", ROOT + ".timeseries..", ROOT + ".deploy..").check(CLASSES);
    never(ROOT + ".timeseries..", ROOT + ".nlp..", ROOT + ".deploy..").check(CLASSES);
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
            "timeseries.[forecast|baseline]",
            "timeseries.serve")) {
      never(ROOT + "." + part, SPARK).check(CLASSES);
      never(ROOT + "." + part, ROOT + ".spark..").check(CLASSES);
    }
  }

  @Test
  void dataKnowNoJob() {
    for (String part :
        List.of("nlp.corpus", "timeseries.table", "timeseries.backtest", "timeseries.forecast")) {
      never(ROOT + "." + part + "..", ROOT + "..job..").check(CLASSES);
    }
  }

  @Test
  void stagesOfSparkMlKnowNoJob() {
    for (String part : List.of("spark", "nlp.sentiment", "timeseries")) {
      never(ROOT + "." + part + ".ml..", ROOT + "..job..").check(CLASSES);
    }
  }

  @Test
  void onlyJobsReadTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "..job..", ROOT + ".deploy..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("picocli..", "com.typesafe.config.."))
        .check(CLASSES);
  }

  @Test
  void seriesKnowNoNetwork() {
    never(ROOT + ".timeseries.series..", ROOT + ".timeseries.forecast..", ROOT + ".nn..")
        .check(CLASSES);
  }

  @Test
  void tasksNeverSeeEachOther() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".nlp.(generation|translation|sentiment)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyKernelsTouchNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".math..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.ludovic.netlib..", "org.bytedeco..", "jdk.incubator.vector.."))
        .check(CLASSES);
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
        .check(CLASSES);
    if (HAS_DL4J) {
      never(bridge, ROOT + "..job..", ROOT + ".spark.ml..").check(CLASSES);
    }
  }

  @Test
  void nothingReadsJavaSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(CLASSES);
  }

  @Test
  void noRandomnessWithoutASeed() {
    noClasses().should().callMethod(Math.class, "random").check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .check(CLASSES);
  }

  @Test
  void noRecordGoesThroughSparksSerializer() {
    noClasses().should(new RecordsForSpark()).check(CLASSES);
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
          .check(CLASSES);
    }
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
  }

  @Test
  void aRuleBitesWhenItIsBroken() {
    ArchRule wrong = never(ROOT + ".nn..", ROOT + ".math..");
    assertThrows(AssertionError.class, () -> wrong.check(CLASSES));
    assertTrue(resideInAPackage(ROOT + ".nn..").test(CLASSES.get(ROOT + ".nn.cell.LstmCell")));
  }
}
