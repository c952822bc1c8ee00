/**
 * What compiled networks are at run time, whether the compiler made them just now or they come in a
 * jar of their own: {@link dev.nnd.runtime.Network}, and what their code calls, such as a team of
 * threads, and random numbers that depend on nothing but their counter; tensors with their file
 * format.
 *
 * <p>Depends on the JDK alone, so that the classes that a network uses can be copied into its jar.
 * What runs before a first prediction has no lambdas and no streams: the JVM makes a class for each
 * at its first use, which takes longer than most of what they do. A steady state allocates nothing.
 * Results never depend on the number of threads or on their timing.
 */
@NullMarked
package dev.nnd.runtime;

import org.jspecify.annotations.NullMarked;
