package dev.nnd.kernel;

import dev.nnd.source.Span;

/**
 * What a kernel does, for people.
 *
 * @param text its kind and what it writes
 * @param operations floating-point operations, of one sample if it has a batch
 * @param bytes read and written in memory, likewise
 * @param perSample whether the two are of one sample
 */
public record KernelSummary(
    String text, long operations, long bytes, boolean perSample, Span origin) {}
