package dev.nnd.data;

import dev.nnd.program.DataPlan.Selector;
import dev.nnd.source.Span;

/**
 * A wish for one block of a source.
 *
 * @param name the name of the column that wants it
 * @param texts whether its cells may be texts, as labels may
 * @param origin where the program wishes it
 */
record Pick(String name, Selector selector, boolean texts, Span origin) {}
