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
 *   <li>What runs long is a routine of its own that is called often: then C2 compiles it as it is.
 *       Written into the loops around it, it is compiled while they run, which took ten of the
 *       thirteen seconds that C2 needed for a ResNet-20.
 *   <li>A tile that loads its sums, adds 48 to 144 products to each, and stores them reaches 90 to
 *       110, whatever its shape, if it has two vectors a row or more; with one it is bound by
 *       loads: 8 by 1 gets 75 to 82. This holds only if the steps of both factors are constants: C2
 *       then checks bounds once and not in each round. The distance between rows may be a variable.
 *   <li>The same tile with its code among other code depends on the mood of C2, which unrolls small
 *       ones and spills: 15 to 70.
 *   <li>Addresses may be affine expressions of counters and parameters; locals for their fixed
 *       parts, packed rows, bounds from parameters and a counter times a stride make no difference.
 *       An address that is carried through the loop by {@code SetInt} costs about 5 %.
 *   <li>Plain loops become vectors only if C2 knows how far all their loads and stores are from
 *       each other: each at the counter plus a constant (on JDK 17 a multiple of 16), in whatever
 *       arrays. So rows are copied to fixed places in scratch, used there for several rows of sums,
 *       and copied back.
 *   <li>C2 unrolls a loop while it has run ten times as many rounds as that in its profile, and the
 *       unrolled rounds are the vector: a loop of 32 or 64 rounds gets vectors of 4, one of 128
 *       vectors of 8, from 151 on vectors of 16. Two rows of sums with two products each reach 60
 *       to 75 in rows of 256 to 1024, 47 in rows of 128 with vectors of 8, 27 in rows of 64. Rows
 *       of 2,112 bytes do not share cache sets; all at the same distance from 64 bytes is worth a
 *       tenth.
 *   <li>A loop of plain operations should have few of them: four with up to five loads and two
 *       stores. Two rows with three products each are too many on JDK 17: 12. MAX and MIN become
 *       vectors; Select, EXPONENT, SIGNIFICAND and Uniform do not.
 * </ul>
 */
@NullMarked
package dev.nnd.loop;

import org.jspecify.annotations.NullMarked;
