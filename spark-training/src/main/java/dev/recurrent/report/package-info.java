/**
 * Writes a training report as one HTML page that needs neither network nor scripts.
 *
 * <p>A {@link dev.recurrent.report.HtmlReport} holds sections, a section holds blocks: text,
 * tables, line charts and heat maps. All text is escaped; all numbers are written with a point as
 * decimal separator, whatever the locale.
 */
@NullMarked
package dev.recurrent.report;

import org.jspecify.annotations.NullMarked;
