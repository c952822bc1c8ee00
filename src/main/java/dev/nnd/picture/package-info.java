/**
 * Networks as pictures: SVG, a page of HTML, or DOT for other programs.
 *
 * <p>{@link dev.nnd.picture.Level} says which rows there are, what stands in them and in which
 * order; {@link dev.nnd.picture.Placing} gives it coordinates. Steps that follow one another with
 * nothing else between are one card. Arrows lead downwards, one row at a time. The same network
 * always gives the same picture, and all of its texts are escaped where they are written.
 */
@NullMarked
package dev.nnd.picture;

import org.jspecify.annotations.NullMarked;
