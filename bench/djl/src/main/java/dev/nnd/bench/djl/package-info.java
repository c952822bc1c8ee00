/** DJL with its PyTorch engine as a contender. */
package dev.nnd.bench.djl;
