/** TensorFlow as a contender. */
package dev.nnd.bench.tensorflow;
