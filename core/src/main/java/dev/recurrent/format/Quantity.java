package dev.recurrent.format;

import java.util.Locale;

/** A number of things as people read it: "1 row", "1,200 rows". */
public final class Quantity {
  private Quantity() {}

  /**
   * @param one the noun in the singular; its plural ends with s
   */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /**
   * @param one what stands behind 1, such as "series is"
   * @param many what stands behind every other number, such as "series are"
   */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}
