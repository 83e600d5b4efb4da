package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobEndTest {
  private final String master = System.getProperty("spark.master", "");
  private final String mode = System.getProperty("spark.submit.deployMode", "");

  @BeforeEach
  void inYarnsApplicationMaster() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.submit.deployMode", "cluster");
  }

  @AfterEach
  void asBefore() {
    restore("spark.master", master);
    restore("spark.submit.deployMode", mode);
  }

  private static void restore(String name, String value) {
    if (value.isEmpty()) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  @Test
  void yarnsApplicationMasterIsGivenTheReasonInsteadOfAnExit() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> new JobEnd(4, "the table is empty").endProcess());
    assertEquals("exit 4: the table is empty", thrown.getMessage());
  }

  @Test
  void whatIsDoneReturns() {
    JobEnd.DONE.endProcess();
  }
}
