package dev.recurrent.spark.job;

import picocli.CommandLine.Option;

/** How many networks a {@code train} action trains at the same time. */
public final class EnsembleOptions {
  /** More are a mistake. */
  private static final int MOST = 100;

  private static final int MOST_SNAPSHOTS = 20;

  @Option(
      names = "--ensemble",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Networks to train at the same time, each with its own seed; what they predict is"
              + " averaged (default: ${DEFAULT-VALUE}).")
  public int members = 1;

  @Option(
      names = "--snapshots",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Take the parameters of the best N validations of each network as members of an ensemble;"
              + " training takes no longer (default: ${DEFAULT-VALUE}).")
  public int snapshots = 1;

  /**
   * @throws JobException if no ensemble can have so many
   */
  public void requireValid() {
    if (snapshots < 1 || snapshots > MOST_SNAPSHOTS) {
      throw JobException.usage("--snapshots is " + snapshots + ", expected 1 to " + MOST_SNAPSHOTS);
    }
    if (members < 1 || members > MOST) {
      throw JobException.usage("--ensemble is " + members + ", expected 1 to " + MOST);
    }
  }

  /**
   * A run starts from one network.
   *
   * @param networks of the model to start from
   * @param initFrom its directory
   * @throws JobException if it is an ensemble
   */
  public static void requireOne(int networks, String initFrom) {
    if (networks > 1) {
      throw JobException.usage(
          "--init-from "
              + initFrom
              + " is an ensemble of "
              + networks
              + " networks, expected one; a model of --ensemble without --snapshots has each of its"
              + " networks too, such as "
              + initFrom
              + "/members/0");
    }
  }
}
