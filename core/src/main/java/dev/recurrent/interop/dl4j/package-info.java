/**
 * DL4J's model zip: {@code configuration.json} and {@code coefficients.bin} of a MultiLayerNetwork,
 * read and written without a class of DL4J. Start reading at {@link
 * dev.recurrent.interop.dl4j.Dl4jNetwork}.
 */
@NullMarked
package dev.recurrent.interop.dl4j;

import org.jspecify.annotations.NullMarked;
