package dev.recurrent.nlp.text;

/**
 * The three classes of code points at which text is cut.
 *
 * <p>The classes are tables of their own and not those of {@link Character}, whose answers change
 * with the Unicode version of the JDK: a corpus must give the same tokens on every machine, and the
 * regular expression in {@code tokenizer.json} must cut where this class does.
 */
enum CharacterClass {
  /** Unicode's White_Space property. */
  WHITE_SPACE,
  /** Punctuation, currency and other symbols, arrows, mathematics, pictures. */
  MARK,
  /** Everything else: letters, digits, combining marks, invisible joiners. */
  WORD;

  /** First and last code point of each range, ascending. */
  private static final int[][] SPACES = {
    {0x0009, 0x000D}, {0x0020, 0x0020}, {0x0085, 0x0085}, {0x00A0, 0x00A0}, {0x1680, 0x1680},
    {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
  };

  /**
   * As {@link #SPACES}. U+2581 is left out: in the file of a BPE tokenizer it stands for the space.
   */
  private static final int[][] MARKS = {
    {0x0021, 0x002F}, {0x003A, 0x0040}, {0x005B, 0x0060}, {0x007B, 0x007E}, {0x00A1, 0x00A9},
    {0x00AB, 0x00AC}, {0x00AE, 0x00B1}, {0x00B4, 0x00B4}, {0x00B6, 0x00B8}, {0x00BB, 0x00BB},
    {0x00BF, 0x00BF}, {0x00D7, 0x00D7}, {0x00F7, 0x00F7}, {0x037E, 0x037E}, {0x0387, 0x0387},
    {0x055A, 0x055F}, {0x0589, 0x058A}, {0x05BE, 0x05BE}, {0x05C0, 0x05C0}, {0x05C3, 0x05C3},
    {0x05F3, 0x05F4}, {0x060C, 0x060D}, {0x061B, 0x061B}, {0x061E, 0x061F}, {0x066A, 0x066D},
    {0x06D4, 0x06D4}, {0x0964, 0x0965}, {0x0E3F, 0x0E3F}, {0x0E4F, 0x0E4F}, {0x0E5A, 0x0E5B},
    {0x104A, 0x104F}, {0x10FB, 0x10FB}, {0x1361, 0x1368}, {0x17D4, 0x17D6}, {0x1802, 0x1805},
    {0x2010, 0x2027}, {0x2030, 0x205E}, {0x207A, 0x207E}, {0x208A, 0x208E}, {0x20A0, 0x20C0},
    {0x2190, 0x2580}, {0x2582, 0x2BFF}, {0x2E00, 0x2E5D}, {0x3001, 0x3004}, {0x3008, 0x3020},
    {0x3030, 0x3030}, {0x30FB, 0x30FB}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6B}, {0xFF01, 0xFF0F},
    {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFE6}, {0x1F000, 0x1FAFF},
  };

  /** The class of each code point of the basic plane, where nearly all text is. */
  private static final byte[] BASIC_PLANE = basicPlane();

  /** The class of a code point. */
  static CharacterClass of(int codePoint) {
    if (codePoint < BASIC_PLANE.length) {
      return switch (BASIC_PLANE[codePoint]) {
        case 1 -> WHITE_SPACE;
        case 2 -> MARK;
        default -> WORD;
      };
    }
    return holds(MARKS, codePoint) ? MARK : WORD;
  }

  /** The ranges of white space without the plain space, as the inside of a bracket expression. */
  static String otherSpacesExpression() {
    StringBuilder expression = new StringBuilder();
    for (int[] range : SPACES) {
      if (range[0] != ' ') {
        appendRange(expression, range);
      }
    }
    return expression.toString();
  }

  /** The ranges of marks, as the inside of a bracket expression. */
  static String marksExpression() {
    StringBuilder expression = new StringBuilder();
    for (int[] range : MARKS) {
      appendRange(expression, range);
    }
    return expression.toString();
  }

  private static void appendRange(StringBuilder expression, int[] range) {
    appendEscaped(expression, range[0]);
    if (range[1] > range[0]) {
      expression.append('-');
      appendEscaped(expression, range[1]);
    }
  }

  /** Four ASCII marks mean something inside brackets. */
  private static void appendEscaped(StringBuilder expression, int codePoint) {
    if (codePoint == '[' || codePoint == ']' || codePoint == '\\' || codePoint == '-') {
      expression.append('\\');
    }
    expression.appendCodePoint(codePoint);
  }

  private static byte[] basicPlane() {
    byte[] classes = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    for (int codePoint = 0; codePoint < classes.length; codePoint++) {
      if (holds(SPACES, codePoint)) {
        classes[codePoint] = 1;
      } else if (holds(MARKS, codePoint)) {
        classes[codePoint] = 2;
      }
    }
    return classes;
  }

  private static boolean holds(int[][] ranges, int codePoint) {
    for (int[] range : ranges) {
      if (codePoint <= range[1]) {
        return codePoint >= range[0];
      }
    }
    return false;
  }
}
