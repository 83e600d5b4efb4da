/**
 * Programs that use Recurrent as a library. Each is one file of at most 60 lines that {@code
 * spark-submit} runs.
 */
@NullMarked
package dev.recurrent.examples;

import org.jspecify.annotations.NullMarked;
