/**
 * Comparison with PyTorch in float64: the fixtures under {@code golden/} come from {@code
 * scripts/golden/golden.py}.
 */
package dev.recurrent.golden;
