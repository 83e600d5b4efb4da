/**
 * Writes the report of a run as one HTML page that needs no network.
 *
 * <p>An {@link dev.recurrent.report.HtmlReport} holds sections, a section holds blocks: text,
 * tables, line charts and heat maps. A chart comes with a table of its numbers. The drawing is
 * complete without a script; {@code report.js} reads the table to show values under the pointer and
 * to zoom. All text is escaped. All numbers have a decimal point, whatever the locale.
 */
@NullMarked
package dev.recurrent.report;

import org.jspecify.annotations.NullMarked;
