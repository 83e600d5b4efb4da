/** What a third party writes: it sees public types only. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
