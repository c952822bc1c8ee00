/**
 * Loop programs: what a kernel does, statement by statement, for one target. Package {@code kernel}
 * makes them and {@code bytecode} writes them down one to one; nothing is decided after this point.
 *
 * <p>A value is a float or a vector of {@code lanes} floats; which of the two is said by the
 * statement that uses it. Integers are addresses and counters. There are no branches but loops and
 * selects, so that every program ends.
 */
@NullMarked
package dev.nnd.loop;

import org.jspecify.annotations.NullMarked;
