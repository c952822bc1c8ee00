/** Smile's multilayer perceptron as a contender. */
package dev.nnd.bench.smile;
