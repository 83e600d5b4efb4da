/** Tasks that no shortcut passes: what a cell remembers over a hundred steps. */
@NullMarked
package dev.recurrent.learning;

import org.jspecify.annotations.NullMarked;
