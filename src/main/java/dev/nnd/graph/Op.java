package dev.nnd.graph;

/**
 * What a node computes. An op is data: its operands live in the node, its meaning in the visitors
 * of each phase.
 */
public sealed interface Op permits Layer, Primitive {}
