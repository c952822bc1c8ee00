/**
 * From layers to primitives: what each layer is, its gradient, losses, clipping and optimizers, all
 * as graphs.
 *
 * <p>The way of a training step: {@link dev.nnd.lower.LowerLayers#toGradients}, {@link
 * dev.nnd.lower.Differentiate}, {@link dev.nnd.lower.ClipGradients}, {@link
 * dev.nnd.lower.ApplyOptimizer}, {@link dev.nnd.lower.LowerLayers#toPrimitives}, {@link
 * dev.nnd.lower.Simplify}. Inference takes the last two alone. A layer is defined in one place and
 * a gradient in one place; sums are made in a fixed order, so that equal graphs give equal bits.
 */
@NullMarked
package dev.nnd.lower;

import org.jspecify.annotations.NullMarked;
