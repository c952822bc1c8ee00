package dev.nnd.runtime;

/**
 * The code of a step, and the memory it works in.
 *
 * @param step the code
 * @param memory what a runner brings for it
 */
public record SizedStep(Step step, StepMemory memory) {}
