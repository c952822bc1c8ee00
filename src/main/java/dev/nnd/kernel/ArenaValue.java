package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.source.Span;

/**
 * A value that stands in the arena, for people.
 *
 * @param name as listings have it
 * @param samples of how many samples at a time: of all, or of those that the tasks of a phase are
 *     at; 0 if it is not of samples
 * @param length elements of the arena, with gaps and borders
 * @param first the first phase that touches it, counted from 0
 * @param last the last one
 * @param origin the user's words it comes from
 */
public record ArenaValue(
    String name, Shape shape, int samples, long length, int first, int last, Span origin) {}
