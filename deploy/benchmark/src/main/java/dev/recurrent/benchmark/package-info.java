/** Where the product stands in speed, against what a user would take instead. */
@NullMarked
package dev.recurrent.benchmark;

import org.jspecify.annotations.NullMarked;
