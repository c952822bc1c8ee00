/** A network that nnd compiled into a jar of its own, as a contender. */
package dev.nnd.bench.compiled;
