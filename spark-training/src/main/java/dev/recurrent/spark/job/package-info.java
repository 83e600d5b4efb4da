/**
 * What every command of the command line shares: options, configuration files, exit codes, the
 * Spark session, and the one JSON line at the end.
 *
 * <p>Imports {@code dev.recurrent.spark}, core, Spark, picocli and typesafe config. Start reading
 * at {@link dev.recurrent.spark.job.JobRunner}.
 */
@NullMarked
package dev.recurrent.spark.job;

import org.jspecify.annotations.NullMarked;
