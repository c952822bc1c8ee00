package dev.nnd.api;

import dev.nnd.graph.Node;

/**
 * What a layer costs, going forward once with one sample.
 *
 * @param node the layer
 * @param parameters numbers that it reads beside its input; those it shares are counted here too
 * @param flops additions, multiplications, divisions, comparisons and functions of one number
 * @param bytes read and written if nothing stayed in caches or was fused
 */
public record LayerCost(Node node, long parameters, long flops, long bytes) {}
