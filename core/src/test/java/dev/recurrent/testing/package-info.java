/**
 * Small models that several tests share: every layer of core appears in one of them.
 *
 * <p>Imports {@code dev.recurrent.train} and what is below it.
 */
package dev.recurrent.testing;
