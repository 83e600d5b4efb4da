/**
 * What Spark ML stages share: their parameters, which are the options of the train actions, their
 * fitting, and their files.
 *
 * <p>Imports {@code dev.recurrent.spark.job}, core, Spark and picocli. Start reading at {@link
 * dev.recurrent.spark.ml.OptionParams}.
 */
@NullMarked
package dev.recurrent.spark.ml;

import org.jspecify.annotations.NullMarked;
