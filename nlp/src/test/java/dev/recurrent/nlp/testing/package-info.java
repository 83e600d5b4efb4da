/** What the tests of several tasks share. */
@NullMarked
package dev.recurrent.nlp.testing;

import org.jspecify.annotations.NullMarked;
