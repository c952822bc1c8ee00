/**
 * Loop programs: what a kernel does, statement by statement, for one target. Package {@code kernel}
 * makes them and {@code bytecode} writes them down one to one; nothing is decided after this point.
 *
 * <p>A value is a float or a vector of {@code lanes} floats; which of the two is said by the
 * statement that uses it. Integers are addresses and counters. There are no branches but loops and
 * selects, so that every program ends.
 *
 * <p>What HotSpot's C2 makes fast (measured with 16 lanes on Zen 4, JDK 17 and 25, in GFLOP/s; the
 * limit of a core is 117):
 *
 * <ul>
 *   <li>Tiles of 15 or more multiply-adds a round of the innermost loop reach 105 to 117: 4 by 4, 5
 *       by 3, 6 by 3, 8 by 2, 8 by 3, 12 by 2. C2 unrolls smaller bodies and spills: 3 by 4 gets
 *       38, 2 by 4 67. Two steps of the loop written out cure that: 3 by 4 gets 109, 2 by 4 107, 4
 *       by 2 115. One vector a row is bound by loads: 8 by 1 gets 75 to 85, 1 by 4 30.
 *   <li>Addresses may be affine expressions of counters and parameters; locals for their fixed
 *       parts, packed rows, bounds from parameters and a counter times a stride make no difference.
 *       An address that is carried through the loop by {@code SetInt} costs about 5 %.
 *   <li>After a tile, each kind of operation goes over the whole tile before the next begins: all
 *       additions of the bias, then all maxima and stores, keep 111. {@code max(sum + bias, 0)} sum
 *       by sum makes JDK 17 spill in the innermost loop: 42.
 *   <li>Plain loops become vectors only if all their loads and stores, of whatever arrays, are at
 *       the counter plus constants, or share what else is added: then 40 to 59, otherwise 10, since
 *       C2 cannot know whether they overlap. So rows are copied to fixed places in scratch first,
 *       computed there and copied back. MAX and MIN become vectors; Select, EXPONENT, SIGNIFICAND
 *       and Uniform do not.
 * </ul>
 */
@NullMarked
package dev.nnd.loop;

import org.jspecify.annotations.NullMarked;
