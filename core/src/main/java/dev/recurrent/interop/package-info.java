/**
 * Models move in and out: what reads a model file of another framework and what writes one. Each
 * format has a package of its own below this one.
 */
@NullMarked
package dev.recurrent.interop;

import org.jspecify.annotations.NullMarked;
