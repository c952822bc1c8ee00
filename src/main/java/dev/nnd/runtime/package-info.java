/**
 * What compiled networks call while they run: a team of threads, random numbers that depend on
 * nothing but their counter, and tensors with their file format.
 *
 * <p>Depends on the JDK alone, so that it can be copied beside a compiled network. A steady state
 * allocates nothing. Results never depend on the number of threads or on their timing.
 */
@NullMarked
package dev.nnd.runtime;

import org.jspecify.annotations.NullMarked;
