/**
 * The compiler as a library: the only package whose public types are a promise to other programs.
 *
 * <p>{@link dev.nnd.api.Compiler} turns a program into a {@link dev.nnd.runtime.Network}, which
 * predicts, or a {@link dev.nnd.api.Trainer}, which learns from batches in memory. Arrays are
 * {@code float[]}, row-major, with the samples one after the other; they belong to the caller and
 * are never kept. Mistakes in a program are diagnostics, in a {@link dev.nnd.api.CompileException}
 * when something cannot be made because of them.
 */
@NullMarked
package dev.nnd.api;

import org.jspecify.annotations.NullMarked;
