/**
 * From tensor primitives to loops: which primitives are one kernel, how each value lies in memory,
 * and how the loops of a kernel go. The only place that knows tiles, vectors and arenas.
 *
 * <p>A value's layout decides how fast a kernel is and never whether it is right: every access is
 * affine in the loop counters, and a kernel whose strides do not suit vectors runs as plain loops.
 * The order in which the terms of a sum are added is the same on every target and for every number
 * of threads.
 */
@NullMarked
package dev.nnd.kernel;

import org.jspecify.annotations.NullMarked;
