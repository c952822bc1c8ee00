/**
 * A slow, obvious interpreter of level 2 in double precision: the oracle for everything below it,
 * and the evaluator of graphs over weights alone.
 *
 * <p>Arrays are row-major in the logical order of axes; nothing is padded, fused or reordered.
 */
@NullMarked
package dev.nnd.interpret;

import org.jspecify.annotations.NullMarked;
