/**
 * What the programs share: the workloads, the networks with their weights, data, and the way to
 * measure. A program implements {@link dev.nnd.bench.common.Program} and {@link
 * dev.nnd.bench.common.Layers}; so all build the same networks from one description, with the same
 * weights, and are timed by the same loop.
 */
package dev.nnd.bench.common;
