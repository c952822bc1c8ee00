/**
 * Examples from files.
 *
 * <p>A source becomes blocks, one a column, of float32 rows; steps fitted on the train part alone
 * change them; the parts are choices of rows, so that nothing is copied until a batch is filled.
 * Files are hostile: every size is checked against the bytes that are there before memory is asked
 * for. What is wrong with a file ends in one {@link dev.nnd.data.DataException}, with the file, the
 * row and the place in the program that asked for it. Rows of csv files are called by their line,
 * from 1, and those of arrays by their index, from 0, as editors and NumPy do.
 */
@NullMarked
package dev.nnd.data;

import org.jspecify.annotations.NullMarked;
