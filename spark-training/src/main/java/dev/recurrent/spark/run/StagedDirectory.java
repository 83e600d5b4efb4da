package dev.recurrent.spark.run;

import java.io.IOException;

/**
 * A directory that Spark writes and that appears whole. Where a rename is one step it is written
 * aside and renamed. Where a rename copies, as on object stores, it is written in place, and what
 * is written last is its seal: a reader trusts nothing without it.
 */
public final class StagedDirectory {
  private final HadoopDirectory parent;
  private final String name;
  private final String aside;

  private StagedDirectory(HadoopDirectory parent, String name, String aside) {
    this.parent = parent;
    this.name = name;
    this.aside = aside;
  }

  static StagedDirectory begin(HadoopDirectory parent, String name) throws IOException {
    if (parent.renames()) {
      return new StagedDirectory(parent, name, HadoopDirectory.aside(name));
    }
    // What a killed write left unsealed.
    parent.delete(name);
    return new StagedDirectory(parent, name, name);
  }

  /** Where to write. */
  public HadoopDirectory place() {
    return parent.child(aside);
  }

  /**
   * Gives it its name, and removes what killed writes of that name left behind.
   *
   * @return false if the name is taken, by somebody who was quicker; this one's is then dropped
   */
  public boolean publish() throws IOException {
    if (!aside.equals(name)) {
      parent.child(name).deleteIfEmpty();
      boolean published = parent.publish(aside, name);
      parent.sweep(name);
      return published;
    }
    return true;
  }

  /** Removes what was written. */
  public void discard() throws IOException {
    parent.delete(aside);
  }
}
