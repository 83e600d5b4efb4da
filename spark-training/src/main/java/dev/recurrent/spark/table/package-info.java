/**
 * The one reader and writer of tables for all tasks: which files an input names, what they hold by
 * their content, rows with a place that no cluster changes, and CSV by RFC 4180.
 *
 * <p>Imports core, Spark, Hadoop and picocli, never {@code job}. Start reading at {@link
 * dev.recurrent.spark.table.InputTable}.
 */
@NullMarked
package dev.recurrent.spark.table;

import org.jspecify.annotations.NullMarked;
