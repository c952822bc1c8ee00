package dev.nnd.bench.runner;

import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who takes part.
 *
 * @param all in the order of the columns
 * @param absent a sentence for each that cannot
 */
record Contenders(List<Contender> all, List<String> absent) {
  private static final int NEWER = 25;

  /** Those that the settings ask for, on the JDKs that are there. */
  static Contenders of(Settings settings, Path target) throws IOException {
    Jdk own = Jdk.own();
    Optional<Jdk> newer = own.major() == NEWER ? Optional.of(own) : Jdk.installed(NEWER);
    List<Contender> found = new ArrayList<>(nnd(own, target));
    List<String> absent = new ArrayList<>();
    newer
        .filter(jdk -> jdk.major() != own.major())
        .ifPresent(jdk -> found.addAll(nnd(jdk, target)));
    found.add(onnxRuntime(own));
    found.add(tensorFlow(own, target));
    found.add(djl(own, target));
    newer.ifPresentOrElse(
        jdk -> found.add(smile(jdk)),
        () ->
            absent.add(
                "Smile, and nnd on a newer Java: no JDK "
                    + NEWER
                    + " in /usr/lib/jvm, nor where"
                    + " JAVA25_HOME says."));
    found.removeIf(contender -> !isAsked(contender, settings));
    return new Contenders(found, absent);
  }

  private static boolean isAsked(Contender contender, Settings settings) {
    return settings.contenders().isEmpty()
        || settings.contenders().stream().anyMatch(contender.id()::startsWith);
  }

  private static List<Contender> nnd(Jdk jdk, Path target) {
    Contender vector = nnd(jdk, "vector");
    Contender compiled = compiled(jdk, target);
    return List.of(
        vector, vector.withArchive(), nnd(jdk, "portable"), compiled, compiled.withArchive());
  }

  private static Contender nnd(Jdk jdk, String target) {
    List<String> options =
        new ArrayList<>(List.of("-Dtarget=" + target.toUpperCase(java.util.Locale.ROOT)));
    if (target.equals("vector")) options.add("--add-modules=jdk.incubator.vector");
    return new Contender(
        "nnd-" + target + "-" + jdk.major(),
        "nnd " + target + ", Java " + jdk.major(),
        "nnd",
        "dev.nnd.bench.nnd.Nnd",
        jdk,
        threads -> options,
        threads -> Map.of(),
        List.of(),
        workload -> true);
  }

  /** The network of the first prediction in a jar of its own, without the compiler. */
  private static Contender compiled(Jdk jdk, Path target) {
    Workload start = Workload.FIRST_PREDICTION;
    return new Contender(
        "nnd-compiled-" + jdk.major(),
        "nnd compiled, Java " + jdk.major(),
        "compiled",
        "dev.nnd.bench.compiled.Compiled",
        jdk,
        threads -> List.of("-Dnetwork=nnd.LeNet", "--add-modules=jdk.incubator.vector"),
        threads -> Map.of(),
        List.of(target.resolve("files/" + start.network().id() + ".jar")),
        workload -> workload == start);
  }

  private static Contender onnxRuntime(Jdk jdk) {
    return new Contender(
        "onnxruntime",
        "ONNX Runtime",
        "onnxruntime",
        "dev.nnd.bench.onnxruntime.OnnxRuntime",
        jdk,
        threads -> List.of(),
        threads -> Map.of(),
        List.of(),
        workload -> !workload.kind().learns());
  }

  private static Contender tensorFlow(Jdk jdk, Path target) {
    return new Contender(
        "tensorflow",
        "TensorFlow",
        "tensorflow",
        "dev.nnd.bench.tensorflow.TensorFlow",
        jdk,
        threads -> List.of("-Dorg.bytedeco.javacpp.cachedir=" + target.resolve("javacpp")),
        threads -> Map.of("TF_CPP_MIN_LOG_LEVEL", "2"),
        List.of(),
        workload -> true);
  }

  private static Contender djl(Jdk jdk, Path target) {
    return new Contender(
        "djl",
        "DJL, PyTorch",
        "djl",
        "dev.nnd.bench.djl.Djl",
        jdk,
        threads ->
            List.of(
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1"),
        threads -> djlEnvironment(threads, target),
        List.of(),
        workload -> true);
  }

  /**
   * By default glibc gives large blocks back to the system and faults them in again with every
   * batch; keeping them makes DJL's training up to 1.5 times as fast.
   */
  private static Map<String, String> djlEnvironment(int threads, Path target) {
    Map<String, String> environment = new HashMap<>();
    environment.put("DJL_CACHE_DIR", target.resolve("djl").toString());
    environment.put("DJL_OFFLINE", "true");
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    environment.put("MKL_NUM_THREADS", Integer.toString(threads));
    environment.put("MALLOC_MMAP_MAX_", "0");
    environment.put("MALLOC_TRIM_THRESHOLD_", Long.toString(8L << 30));
    environment.put("MALLOC_TOP_PAD_", Integer.toString(64 << 20));
    return environment;
  }

  private static Contender smile(Jdk jdk) {
    return new Contender(
        "smile",
        "Smile (float64)",
        "smile",
        "dev.nnd.bench.smile.Smile",
        jdk,
        threads -> List.of("--enable-native-access=ALL-UNNAMED"),
        threads -> Map.of("OPENBLAS_NUM_THREADS", Integer.toString(threads)),
        List.of(),
        workload ->
            workload.kind() == Workload.Kind.PREDICT
                && workload.batch() == 1
                && (workload.network() == Network.MLP4 || workload.network() == Network.MLP784));
  }
}
