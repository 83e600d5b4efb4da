/**
 * Files of a model directory: JSON, safetensors, and the manifest whose checksums make a directory
 * exist for a reader; messages in protobuf's wire format; and counts as people read them.
 *
 * <p>Imports {@code dev.recurrent.nn} for layouts, and Jackson. Start reading at {@link
 * dev.recurrent.format.ModelDirectory}.
 */
@NullMarked
package dev.recurrent.format;

import org.jspecify.annotations.NullMarked;
