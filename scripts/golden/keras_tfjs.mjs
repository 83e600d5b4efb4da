// Holds the outputs that keras_files.py computed against TensorFlow.js, whose layers are Keras's.
// It has no GRU that resets after the product.
//
//     npm install @tensorflow/tfjs@4
//     python3 scripts/golden/keras_files.py FOLDER tfjs.json && node keras_tfjs.mjs tfjs.json
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";

// Regularizers have other names there, and do nothing here.
const plain = (key, value) => (key === "kernel_regularizer" ? null : value);
const cases = JSON.parse(readFileSync(process.argv[2], "utf8"), plain);
for (const [name, one] of Object.entries(cases)) {
  const topology = { class_name: one.model.class_name, config: one.model.config };
  const model = await tf.models.modelFromJSON({ modelTopology: topology });
  model.build(one.shape);
  model.setWeights(one.weights.map(([shape, values]) => tf.tensor(values, shape)));
  const output = Array.from(model.predict(tf.tensor(one.input, one.shape)).dataSync());
  const worst = Math.max(...output.map((value, i) => Math.abs(value - one.output[i])));
  console.log(`${name}: ${output.length} numbers, largest difference ${worst}`);
  if (output.length !== one.output.length || !(worst < 1e-5)) process.exitCode = 1;
}
