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
 *   <li>Plain loops become vectors only if C2 knows how far all their loads and stores are from
 *       each other: each at the counter plus a constant (on JDK 17 a multiple of 16), or all with
 *       the same sum of variables added. Then four products a row reach 31 to 39, otherwise 10; a
 *       map of one row takes a third of the time, copies included. So rows are copied to fixed
 *       places in scratch, used there for several rows of sums, and copied back. Eight products a
 *       row are too many on JDK 17. MAX and MIN become vectors; Select, EXPONENT, SIGNIFICAND and
 *       Uniform do not.
 * </ul>
 */
@NullMarked
package dev.nnd.loop;

import org.jspecify.annotations.NullMarked;
