/**
 * A small HTTP server for a trained model, on the JDK's own server, without Spark.
 *
 * <p>Imports {@code dev.recurrent.format} and, for sequence models, {@code dev.recurrent.predict}
 * and {@code dev.recurrent.train}. Start reading at {@link dev.recurrent.serve.ModelServer}.
 */
@NullMarked
package dev.recurrent.serve;

import org.jspecify.annotations.NullMarked;
