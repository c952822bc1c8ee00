package dev.nnd.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Spark's own cluster with all its processes here, on 127.0.0.1 alone, each with little memory. */
final class StandaloneCluster implements AutoCloseable {
  /** What the build says that Spark consists of; see pom.xml. */
  private static final Path CLASS_PATH = Path.of("target", "spark.classpath");

  /** For a class path. */
  static final String SPARK_JARS;

  static {
    try {
      // The one library that Spark and nnd both have, which the build counts as that of nnd.
      String jackson = place("com/fasterxml/jackson/core/JsonParser.class");
      SPARK_JARS = Files.readString(CLASS_PATH).strip() + File.pathSeparator + jackson;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);
  private static final String HOST = "127.0.0.1";

  /** Something that is looked at again and again. */
  interface Question {
    /** The answer; negative while there is none. */
    int ask() throws IOException;
  }

  private final Path folder;
  private final Path home;
  private final int port;
  private final List<Process> workers = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  StandaloneCluster(Path folder) throws IOException {
    this.folder = folder;
    this.home = folder.resolve("spark");
    Files.createDirectories(home.resolve("jars"));
    for (String jar : SPARK_JARS.split(File.pathSeparator)) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(home.resolve("jars").resolve(file.getFileName()), file);
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      this.port = free.getLocalPort();
    }
  }

  String master() {
    return "spark://" + HOST + ":" + port;
  }

  void start(int count) throws Exception {
    Process master = java("master.log", daemon("master.Master", "--port", Integer.toString(port)));
    await(() -> isUp(master) ? 1 : -1);
    for (int i = 0; i < count; i++) {
      List<String> call =
          daemon(
              "worker.Worker", "--cores", "1", "--memory", "600m", "--work-dir", work(i), master());
      workers.add(java("worker" + i + ".log", call));
    }
  }

  private String work(int worker) {
    return folder.resolve("work" + worker).toString();
  }

  private static List<String> daemon(String name, String... settings) {
    List<String> usual =
        List.of("-Xmx256m", "-cp", SPARK_JARS, "org.apache.spark.deploy." + name, "--host", HOST);
    return Stream.of(usual, List.of("--webui-port", "0"), List.of(settings))
        .flatMap(List::stream)
        .toList();
  }

  private boolean isUp(Process master) {
    if (!master.isAlive()) throw new AssertionError("there is no master\n" + logs());
    try (Socket socket = new Socket(HOST, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts this Java with the variables that Spark's scripts set. */
  Process java(String log, List<String> settings) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    command.addAll(settings);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                HOST,
                "JAVA_HOME",
                System.getProperty("java.home")));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(log).toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Asks until there is an answer. */
  int await(Question question) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int answer = question.ask();
    while (answer < 0) {
      if (System.nanoTime() > end) throw new AssertionError("nothing happens\n" + logs());
      TimeUnit.MILLISECONDS.sleep(20); // Other processes are what it waits for.
      answer = question.ask();
    }
    return answer;
  }

  /** Kills the worker that has this executor, and the executor, as when a machine is lost. */
  void kill(int executor) throws IOException {
    for (int i = 0; i < workers.size(); i++) {
      try (Stream<Path> work = Files.walk(Path.of(work(i)), 2)) {
        if (work.noneMatch(p -> p.endsWith(Integer.toString(executor)))) continue;
      }
      List<ProcessHandle> children = workers.get(i).descendants().toList();
      workers.get(i).destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      return;
    }
    throw new AssertionError("no worker has executor " + executor);
  }

  /** What the workers' processes and the executors said. */
  String logs() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().matches(".*(\\.log|/stderr)")).toList()) {
        text.append("\n=== ").append(folder.relativize(file)).append('\n');
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }

  /** The jar or folder that a class comes from. */
  static String place(String name) {
    String found = StandaloneCluster.class.getClassLoader().getResource(name).getPath();
    return found.substring("file:".length(), found.indexOf('!'));
  }

  /** Ends all that it started, the newest first, and what these started. */
  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
      processes.get(i).destroyForcibly().onExit().join();
    }
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      for (Path jar : jars.toList()) Files.delete(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
