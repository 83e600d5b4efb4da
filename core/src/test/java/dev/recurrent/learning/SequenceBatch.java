package dev.recurrent.learning;

import dev.recurrent.math.Matrix;
import dev.recurrent.train.Batch;

/** Inputs (T*B,D) and targets (T*B,N), NaN where there is none. */
record SequenceBatch(Matrix inputs, Matrix outputs, int batchSize, int targets) implements Batch {}
