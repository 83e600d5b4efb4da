/** Other engines on the JVM, as peers of the benchmark. */
@NullMarked
package dev.recurrent.peer;

import org.jspecify.annotations.NullMarked;
