package dev.recurrent.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Writes numbers for people: the same in every locale, with powers of ten where they get long. */
final class NumberText {

  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d)(?=(?:\\d{3})+(?!\\d))");

  /** Numbers from 10 to this power on are written with a power of ten. */
  private static final int PLAIN_BELOW = 7;

  /** Numbers under 10 to this power are written with a power of ten. */
  private static final int PLAIN_FROM = -4;

  private NumberText() {}

  /** The number rounded to four significant digits. */
  static String rounded(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\u221e" : "\u2212\u221e";
    }
    return shortest(BigDecimal.valueOf(value).round(new MathContext(4)));
  }

  /** The number with as many digits as it has. */
  static String shortest(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = value.stripTrailingZeros();
    int exponent = exponent(stripped);
    return isPlain(exponent)
        ? plain(stripped, Math.max(0, stripped.scale()))
        : power(stripped, exponent, stripped.precision() - 1);
  }

  /** The label of a tick on an axis with this step and largest tick; all get equal decimals. */
  static String tick(BigDecimal value, BigDecimal step, BigDecimal largest) {
    if (value.signum() == 0) {
      return "0";
    }
    int finest = exponent(step);
    int coarsest = exponent(largest);
    return isPlain(coarsest)
        ? plain(value, Math.max(0, -finest))
        : power(value, coarsest, Math.max(0, coarsest - finest));
  }

  /** Whether a number that begins at this power of ten is written without one. */
  static boolean isPlain(int exponent) {
    return exponent >= PLAIN_FROM && exponent < PLAIN_BELOW;
  }

  /** The power of ten of the first digit. */
  static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String plain(BigDecimal value, int decimals) {
    String digits = rounded(value, decimals);
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String fraction = point < 0 ? "" : digits.substring(point);
    // Four digits read well without a comma, as in a year.
    boolean grouped = exponent(value) >= 4;
    return (grouped ? THOUSANDS.matcher(whole).replaceAll(",") : whole) + fraction;
  }

  private static String power(BigDecimal value, int exponent, int decimals) {
    String mantissa = rounded(value.scaleByPowerOfTen(-exponent), decimals);
    return mantissa + "\u00d710" + superscript(exponent);
  }

  /** Ten to a power, as a tick of a logarithmic axis. */
  static String powerOfTen(int exponent) {
    return "10" + superscript(exponent);
  }

  private static String rounded(BigDecimal value, int decimals) {
    return value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString().replace('-', '\u2212');
  }

  private static String superscript(int exponent) {
    StringBuilder out = new StringBuilder(exponent < 0 ? "\u207b" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      out.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return out.toString();
  }
}
