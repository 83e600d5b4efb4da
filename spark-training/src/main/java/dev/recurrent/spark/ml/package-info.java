/**
 * What the stages of Spark ML share: their parameters as typed settings, their fitting, and their
 * files.
 *
 * <p>Imports {@code dev.recurrent.spark}, its {@code run} and {@code table} packages, core and
 * Spark; never a job. Start reading at {@link dev.recurrent.spark.ml.RunParams}.
 */
@NullMarked
package dev.recurrent.spark.ml;

import org.jspecify.annotations.NullMarked;
