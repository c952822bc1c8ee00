/** ONNX Runtime as a contender. It predicts only. */
package dev.nnd.bench.onnxruntime;
