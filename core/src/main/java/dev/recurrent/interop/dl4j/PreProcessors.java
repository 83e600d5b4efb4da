package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;

/** What DL4J does to the rows between two layers. */
final class PreProcessors {
  private PreProcessors() {}

  /**
   * Requires those that only order axes, which is nothing here.
   *
   * @throws UnusableModelException naming another one
   */
  static void requireKnown(Dl4jConfig configuration, int layers) {
    if (!configuration.has("inputPreProcessors")) {
      return;
    }
    Dl4jConfig all = configuration.object("inputPreProcessors");
    for (int i = 0; i <= layers; i++) {
      String index = String.valueOf(i);
      if (all.has(index)) {
        String name = all.object(index).className(Dl4jNames.PREPROCESSORS);
        if (!name.equals(Dl4jNames.TO_ROWS) && !name.equals(Dl4jNames.TO_SEQUENCES)) {
          throw configuration.refusal(
              "has the input preprocessor "
                  + Dl4jConfig.shown(name)
                  + " below layer "
                  + index
                  + ", which has no equal here");
        }
      }
    }
  }
}
