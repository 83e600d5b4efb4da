/**
 * Models as ONNX graphs and back: a small writer and reader of the protobuf messages of a graph,
 * operators for the layers, and a reader that finds the layers in a graph.
 *
 * <p>Graphs are of operator set 17. Sequences are batch-first at inputs and outputs, (B,T,...), and
 * time-major between them, as ONNX's recurrent operators read them. Start reading at {@link
 * dev.recurrent.interop.onnx.SequenceModelExporter} and {@link
 * dev.recurrent.interop.onnx.OnnxImporter}.
 */
@NullMarked
package dev.recurrent.interop.onnx;

import org.jspecify.annotations.NullMarked;
