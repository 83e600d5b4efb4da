package dev.recurrent.benchmark;

/**
 * A cluster to simulate: executors of one core each and a driver, all behind one kind of network
 * card.
 *
 * @param executors tasks that run at the same time
 * @param gigabits of a network card a second, or infinity where all is one machine
 * @param roundTrip seconds of a request and its answer
 * @param luck how even its nodes are
 */
record Cluster(int executors, double gigabits, double roundTrip, Luck luck) {
  /**
   * How even nodes are.
   *
   * @param stepSpread standard deviation of a batch's time, as a share
   * @param nodeSpread standard deviation of a node's speed, as a share
   * @param slowShare of the nodes that are slow in a round
   * @param slowFactor how much slower
   * @param speculation whether Spark starts a copy of a task that takes too long
   */
  record Luck(
      double stepSpread,
      double nodeSpread,
      double slowShare,
      double slowFactor,
      boolean speculation) {
    static final Luck EVEN = new Luck(0, 0, 0, 1, false);

    /** One node in a hundred at a third of its speed in any round, as on shared clusters. */
    static final Luck STRAGGLERS = new Luck(0.1, 0.05, 0.01, 3, false);

    Luck withSpeculation() {
      return new Luck(stepSpread, nodeSpread, slowShare, slowFactor, true);
    }
  }

  /** One machine with so many slots. */
  static Cluster oneMachine(int slots) {
    return new Cluster(slots, Double.POSITIVE_INFINITY, 0, Luck.EVEN);
  }

  /** Seconds of so many bytes through one card. */
  double seconds(double bytes) {
    return 8 * bytes / (gigabits * 1e9);
  }
}
