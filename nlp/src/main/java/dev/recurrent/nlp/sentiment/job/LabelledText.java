package dev.recurrent.nlp.sentiment.job;

import java.io.Serializable;

/**
 * One usable row of a table of texts.
 *
 * @param row its number
 * @param label as the table has it; empty where there is none
 */
record LabelledText(long row, String text, String label) implements Serializable {}
