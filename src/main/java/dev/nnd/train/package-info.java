/**
 * Training runs: the rate by epoch, what is measured, the folder of a run and what is shown
 * meanwhile.
 *
 * <p>Epochs count from 0 in code, and from 1 wherever a person or a file sees them. A metric's name
 * is its part and what is measured, such as {@code validation.loss}. Everything of a run that is on
 * disk is complete: files appear whole, and a line of {@code metrics.jsonl} ends with its line end.
 */
@NullMarked
package dev.nnd.train;

import org.jspecify.annotations.NullMarked;
