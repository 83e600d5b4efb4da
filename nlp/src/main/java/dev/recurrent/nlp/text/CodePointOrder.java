package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Orders strings by their code points. {@link String#compareTo} orders by UTF-16 units, which puts
 * emoji before some letters of the basic plane.
 */
enum CodePointOrder implements Comparator<String>, Serializable {
  /** The order. */
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    int same = 0;
    while (same < shorter && left.charAt(same) == right.charAt(same)) {
      same++;
    }
    if (same == shorter) {
      return Integer.compare(left.length(), right.length());
    }
    // The first difference may be the second half of a pair; both strings share the first half.
    if (same > 0
        && Character.isLowSurrogate(left.charAt(same))
        && Character.isLowSurrogate(right.charAt(same))) {
      return Character.compare(left.charAt(same), right.charAt(same));
    }
    return Integer.compare(left.codePointAt(same), right.codePointAt(same));
  }
}
