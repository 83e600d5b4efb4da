/**
 * The command line: every task and action by name. The one module that sees all others.
 *
 * <p>Start reading at {@link dev.recurrent.deploy.Recurrent}.
 */
@NullMarked
package dev.recurrent.deploy;

import org.jspecify.annotations.NullMarked;
