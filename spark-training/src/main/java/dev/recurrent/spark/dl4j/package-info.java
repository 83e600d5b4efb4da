/**
 * DL4J's networks and training masters become ours, and ours theirs. Needs {@code dl4j-spark_2.12}
 * 1.0.0-M2 and an ND4J backend on the class path; nothing else here does, and the submit jar has
 * neither. Model files are read without DL4J, by {@link dev.recurrent.interop.dl4j}.
 */
@NullMarked
package dev.recurrent.spark.dl4j;

import org.jspecify.annotations.NullMarked;
