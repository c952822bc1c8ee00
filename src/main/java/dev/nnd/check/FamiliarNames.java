package dev.nnd.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What things are called in PyTorch and Keras, and what to write for them here. Case and
 * underscores do not count: {@code BatchNorm2d} and {@code batch_norm_2d} are one name.
 */
final class FamiliarNames {
  /** Names of this language, and what else they are called. */
  private static final Map<String, String> OTHER_NAMES =
      inverse(
          Map.ofEntries(
              // Layers.
              Map.entry("dense", "Linear LazyLinear fc fully_connected"),
              Map.entry("conv1d", "Convolution1D"),
              Map.entry("conv2d", "Convolution2D conv conv_2d"),
              Map.entry("conv2d_transpose", "ConvTranspose2d deconv"),
              Map.entry("max_pool1d", "MaxPooling1D"),
              Map.entry("max_pool2d", "MaxPooling2D max_pool max_pooling"),
              Map.entry("avg_pool1d", "AveragePooling1D"),
              Map.entry("avg_pool2d", "AveragePooling2D avg_pool"),
              Map.entry(
                  "global_avg_pool",
                  "GlobalAveragePooling2D GlobalAveragePooling1D GlobalAvgPool2D"
                      + " AdaptiveAvgPool2d"),
              Map.entry(
                  "global_max_pool",
                  "GlobalMaxPooling2D GlobalMaxPooling1D GlobalMaxPool2D AdaptiveMaxPool2d"),
              Map.entry("batch_norm", "BatchNormalization BatchNorm1d BatchNorm2d BatchNorm3d bn"),
              Map.entry("layer_norm", "LayerNormalization ln"),
              Map.entry("group_norm", "GroupNormalization"),
              Map.entry("rms_norm", "RMSNormalization"),
              Map.entry("dropout", "Dropout2d SpatialDropout2D AlphaDropout"),
              Map.entry("attention", "MultiHeadAttention scaled_dot_product_attention"),
              Map.entry("reshape", "view unflatten expand_dims squeeze unsqueeze"),
              Map.entry("permute", "transpose swapaxes"),
              Map.entry("upsample2d", "Upsample UpSampling2D interpolate"),
              Map.entry("concat", "cat Concatenate"),
              Map.entry("maximum", "amax"),
              Map.entry("silu", "swish"),
              Map.entry("hard_swish", "hard_silu"),
              // Settings.
              Map.entry("validation", "val valid dev"),
              Map.entry("units", "out_features features hidden_size hidden_dim output_dim"),
              Map.entry("channels", "filters out_channels num_filters"),
              Map.entry("kernel", "kernel_size"),
              Map.entry("size", "pool_size embedding_dim embed_dim"),
              Map.entry("stride", "strides"),
              Map.entry("dilation", "dilation_rate"),
              Map.entry("multiplier", "depth_multiplier"),
              Map.entry("bias", "use_bias"),
              Map.entry("init", "kernel_initializer weight_init"),
              Map.entry("scale", "gamma"),
              Map.entry("shift", "center beta"),
              Map.entry("epsilon", "eps"),
              Map.entry("axis", "dim"),
              Map.entry("rate", "lr learning_rate p prob drop_prob"),
              Map.entry("slope", "negative_slope"),
              Map.entry("vocabulary", "num_embeddings input_dim vocab_size"),
              Map.entry("heads", "num_heads nhead"),
              Map.entry("causal", "is_causal use_causal_mask"),
              Map.entry("sequence", "return_sequences"),
              Map.entry("reverse", "go_backwards"),
              Map.entry("factor", "scale_factor gamma"),
              Map.entry("base", "gamma"),
              Map.entry("decay", "rho alpha"),
              Map.entry("smoothing", "label_smoothing"),
              Map.entry("beta1", "beta_1"),
              Map.entry("every", "step_size decay_steps"),
              Map.entry("batch", "batch_size"),
              Map.entry("epochs", "num_epochs max_epochs n_epochs"),
              Map.entry("schedule", "scheduler lr_scheduler"),
              Map.entry("loss", "criterion loss_fn"),
              Map.entry("stop", "early_stopping"),
              Map.entry("checkpoint", "model_checkpoint"),
              Map.entry("clip", "clip_grad clip_grad_norm gradient_clip_val clipnorm"),
              // Values of settings.
              Map.entry("glorot_uniform", "xavier_uniform xavier glorot"),
              Map.entry("glorot_normal", "xavier_normal"),
              Map.entry("he_uniform", "kaiming_uniform"),
              Map.entry("he_normal", "kaiming_normal kaiming he"),
              Map.entry(
                  "cross_entropy",
                  "CrossEntropyLoss categorical_crossentropy sparse_categorical_crossentropy"
                      + " NLLLoss"),
              Map.entry("binary_cross_entropy", "BCELoss binary_crossentropy bce"),
              Map.entry("binary_cross_entropy_with_logits", "BCEWithLogitsLoss"),
              Map.entry("mse", "MSELoss mean_squared_error l2 squared_error"),
              Map.entry("mae", "L1Loss mean_absolute_error l1"),
              Map.entry("huber", "SmoothL1Loss HuberLoss"),
              Map.entry("accuracy", "acc categorical_accuracy sparse_categorical_accuracy"),
              Map.entry("top_k", "top_k_categorical_accuracy top5"),
              Map.entry("steps", "StepLR MultiStepLR step PiecewiseConstantDecay"),
              Map.entry("exponential", "ExponentialLR ExponentialDecay"),
              Map.entry("inverse", "InverseTimeDecay"),
              Map.entry("cosine", "CosineAnnealingLR CosineDecay CosineAnnealingWarmRestarts"),
              Map.entry("one_cycle", "OneCycleLR"),
              Map.entry("plateau", "ReduceLROnPlateau"),
              Map.entry("patience", "EarlyStopping"),
              Map.entry("image_folder", "ImageFolder image_dataset_from_directory"),
              Map.entry("csv", "read_csv"),
              Map.entry("standardize", "StandardScaler normalize Normalize"),
              Map.entry("min_max", "MinMaxScaler"),
              Map.entry("one_hot", "to_categorical OneHotEncoder"),
              // Expressions.
              Map.entry("max", "maximum"),
              Map.entry("min", "minimum")));

  /** What has no name here, and what to write for it. */
  private static final Map<String, String> ADVICE =
      spread(
          Map.ofEntries(
              Map.entry("True", "write `true`"),
              Map.entry("False", "write `false`"),
              Map.entry("None null nil", "leave it out: the setting then has its default"),
              Map.entry(
                  "activation activation_fn",
                  "an activation is a layer of its own: `dense(64) -> relu`"),
              Map.entry(
                  "input_shape in_features in_channels input_size num_features normalized_shape"
                      + " batch_input_shape",
                  "leave it out: the sizes of inputs follow from what flows in"),
              Map.entry(
                  "Sequential ModuleList", "layers follow each other: `x -> dense(10) -> relu`"),
              Map.entry("Input InputLayer", "declare it: `input x: float[784]`"),
              Map.entry("ZeroPadding2D", "set `padding` of the next layer"),
              Map.entry(
                  "SeparableConv2D",
                  "write it in two: `depthwise_conv2d(3, padding: same) -> conv2d(32, kernel: 1)`"),
              Map.entry("TimeDistributed", "leave it out: `dense` works on the last axis"),
              Map.entry(
                  "Bidirectional", "fork: `[gru(32), gru(32, reverse: true)] -> concat(axis: -1)`"),
              Map.entry("len range", "count with an int: `repeat 3 as i { ... }`"),
              Map.entry("inplace name dtype device data_format", "leave it out"),
              Map.entry("return_state batch_first num_layers", "leave it out; `repeat` stacks"),
              Map.entry("shuffle", "leave it out: every epoch shuffles its examples anew"),
              Map.entry("verbose workers num_workers T_max last_epoch", "leave it out"),
              Map.entry(
                  "learning_rate lr weight_decay momentum",
                  "the optimizer has it: `optimizer: sgd(0.1, momentum: 0.9)`"),
              Map.entry("betas", "write `beta1` and `beta2`"),
              Map.entry(
                  "validation_split validation_data",
                  "the data says it: `split: parts(train: 0.9, validation: 0.1)`"),
              Map.entry("callbacks", "there are `stop`, `checkpoint` and `schedule`"),
              Map.entry("lambda Lambda", "write a `block`")));

  private FamiliarNames() {}

  private static Map<String, String> inverse(Map<String, String> others) {
    Map<String, String> inverse = new HashMap<>();
    others.forEach(
        (name, all) -> {
          for (String other : all.split(" ")) {
            inverse.merge(plain(other), name, (a, b) -> a + " " + b);
          }
        });
    return Map.copyOf(inverse);
  }

  private static Map<String, String> spread(Map<String, String> advice) {
    Map<String, String> spread = new HashMap<>();
    advice.forEach(
        (names, text) -> {
          for (String name : names.split(" ")) {
            spread.put(plain(name), text);
          }
        });
    return Map.copyOf(spread);
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** The one of {@code candidates} that is meant by a name that they lack. */
  static Optional<String> meant(String name, Collection<String> candidates) {
    return same(name, candidates).or(() -> other(name, candidates));
  }

  private static Optional<String> same(String name, Collection<String> candidates) {
    return candidates.stream().filter(c -> plain(c).equals(plain(name))).findFirst();
  }

  private static Optional<String> other(String name, Collection<String> candidates) {
    List<String> names = List.of(OTHER_NAMES.getOrDefault(plain(name), "").split(" "));
    return names.stream().filter(candidates::contains).findFirst();
  }

  /** What to write for a name that is none of {@code candidates}, if it is a familiar one. */
  static Optional<String> help(String name, Collection<String> candidates) {
    return same(name, candidates)
        .map(same -> "did you mean `" + same + "`?")
        .or(() -> other(name, candidates).map(other -> "here it is called `" + other + "`"))
        .or(() -> Optional.ofNullable(ADVICE.get(plain(name))));
  }
}
