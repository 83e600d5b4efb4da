package dev.recurrent.spark.dl4j;

import org.nd4j.linalg.factory.Nd4jBackend;

/** Whether ND4J's native library is there for this machine: the build has the one for Linux. */
final class NativeBackend {
  private NativeBackend() {}

  static boolean isThere() {
    try {
      Nd4jBackend.load();
      return true;
    } catch (Nd4jBackend.NoAvailableBackendException e) {
      return false;
    }
  }
}
