/**
 * Models of PyTorch: {@code state_dict} files of {@code torch.save} and safetensors in, both and a
 * module's source out. Nothing in a file is executed: pickles are read by a parser that knows
 * tensors and containers only.
 *
 * <p>Start reading at {@link dev.recurrent.interop.pytorch.PytorchImporter}.
 */
@NullMarked
package dev.recurrent.interop.pytorch;

import org.jspecify.annotations.NullMarked;
