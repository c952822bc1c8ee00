/**
 * The single loops of networks, measured with JMH beside what the machine can do.
 *
 * <p>Nobody can ask the API for one gradient of one layer, so this goes through the phases of the
 * compiler itself, and runs of the step it makes only the calls that are measured.
 */
package dev.nnd.bench.kernels;
