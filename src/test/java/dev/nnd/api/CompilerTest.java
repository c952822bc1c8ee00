package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilerTest {
  private static final Safetensors NO_WEIGHTS = new Safetensors(Map.of(), Map.of());

  @TempDir private Path folder;

  @Test
  void namesTheDeclarations() {
    Compiler compiler = Samples.compiler();
    assertEquals(List.of("Small"), compiler.models());
    assertEquals(List.of("Fit"), compiler.trains());
    assertEquals(List.of(), compiler.diagnostics());
    assertFalse(compiler.hasErrors());
  }

  @Test
  void mistakesAreDataUntilSomethingIsMadeOfThem() {
    Compiler compiler =
        Compiler.ofText("wrong.nnd", "model M { input x: float[2] output y = x -> dens(1) }");
    assertTrue(compiler.hasErrors());
    assertEquals("E0301", compiler.diagnostics().get(0).code().id());
    String message =
        assertThrows(CompileException.class, () -> compiler.network(NO_WEIGHTS)).getMessage();
    assertTrue(message.startsWith("error[E0301]: nothing is named `dens` here"), message);
    assertThrows(CompileException.class, compiler::trainer);
    assertThrows(CompileException.class, () -> compiler.explain("M", Map.of(), true));
  }

  @Test
  void wrongSettingsAreMistakes() {
    Compiler compiler = Samples.compiler();
    assertThrows(CompileException.class, () -> compiler.trainer("Fit", Map.of("rat", "1")));
    assertThrows(CompileException.class, () -> compiler.trainer("Fit", Map.of("rate", "fast")));
    assertThrows(CompileException.class, () -> compiler.trainer("Fitt", Map.of()));
    assertThrows(
        CompileException.class,
        () -> compiler.network(Optional.of("Small"), Map.of("width", "0"), NO_WEIGHTS));
  }

  @Test
  void aNetworkNeedsOneModelToChoose() {
    String two = "model A { input x: float[2] output y = x }";
    Compiler compiler = Compiler.ofText("two.nnd", two + two.replace("A", "B"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> compiler.network(NO_WEIGHTS))
            .getMessage();
    assertEquals("two.nnd declares 2 of the kind model: [A, B]", message);
    compiler.network(Optional.of("B"), Map.of(), NO_WEIGHTS).close();
    compiler.network(compiler.startWeights("A", Map.of(), 0)).close();
  }

  @Test
  void readsFilesWithTheFilesTheyUse() throws IOException {
    Files.writeString(folder.resolve("sizes.nnd"), "const WIDTH = 3\n");
    Path main = folder.resolve("main.nnd");
    Files.writeString(
        main,
        "\uFEFFuse \"sizes.nnd\"\nmodel M { input x: float[2] output y = x -> dense(WIDTH) }");
    Compiler compiler = Compiler.of(main);
    assertEquals(List.of(), compiler.diagnostics());
    try (Network network = compiler.network(compiler.startWeights("M", Map.of(), 0))) {
      assertEquals(List.of(3), network.outputs().get(0).shape());
    }
  }

  @Test
  void readsResources() throws IOException {
    Compiler compiler = Compiler.ofResource(CompilerTest.class, "/programs/main.nnd");
    assertEquals(List.of(), compiler.diagnostics());
    assertEquals(List.of("FromResource"), compiler.models());
  }

  @Test
  void refusesFilesThatAreNotThereOrNoText() throws IOException {
    assertThrows(FileNotFoundException.class, () -> Compiler.of(folder.resolve("none.nnd")));
    assertThrows(FileNotFoundException.class, () -> Compiler.of(folder));
    assertThrows(
        FileNotFoundException.class, () -> Compiler.ofResource(CompilerTest.class, "none.nnd"));
    Path latin = folder.resolve("latin.nnd");
    Files.write(latin, "// ä".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        latin + ": not UTF-8 text",
        assertThrows(IOException.class, () -> Compiler.of(latin)).getMessage());
  }

  @Test
  void explainsEveryStage() {
    Explained training = Samples.compiler().explain("Fit", Map.of(), false);
    assertEquals(
        List.of(
            "check",
            "eliminate-bias",
            "pair-softmax-cross-entropy",
            "pair-sigmoid-cross-entropy",
            "fuse-norms",
            "differentiate",
            "apply-optimizer",
            "lower-layers",
            "simplify",
            "use-winograd"),
        training.stages().stream().map(Stage::name).toList());
    assertTrue(training.training());
    assertTrue(training.blueprint().arenaLength() > 0);

    Explained network = Samples.compiler().explain("Fit", Map.of("width", "6"), true);
    assertFalse(network.training());
    assertEquals("Small", network.name());
    LayerCost convolution = Explained.costs(network.stages().get(0)).get(0);
    // 6 channels of 8 x 8, each of 9 multiply-adds and a bias.
    assertEquals(6 * 64 * (2 * 9 + 1), convolution.flops());
    assertEquals(6 * 9 + 6, convolution.parameters());
    assertEquals(4 * (100 + 6 * 9 + 6 + 6 * 64), convolution.bytes());
  }
}
