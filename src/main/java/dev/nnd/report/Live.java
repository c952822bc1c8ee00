package dev.nnd.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nnd.search.Importance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The page of a search that is under way, for browsers of this machine alone.
 *
 * <p>It listens on 127.0.0.1, and answers nobody who does not know the key in its address: no other
 * user of the machine, and no page of another site. So that no such page gets at it by a name of
 * its own that leads here, it must be asked for by this address or as {@code localhost}; and a
 * trial is stopped only at the wish of the page itself.
 */
public final class Live implements AutoCloseable {
  private static final int KEY_BYTES = 16;
  private static final int THREADS = 2;
  private static final int LONGEST_NUMBER = 10;

  /** The pause between two makings of the data, in times of what one takes. */
  private static final long PAUSE = 5;

  private static final int OK = 200;
  private static final int NOTHING_NEW = 204;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;

  private final Supplier<Study> study;
  private final Stopping stopping;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Live::daemon);
  private final String path;
  private final String origin;
  private String data = "";
  private String version = "";
  private long nextMaking;

  /** Ends a trial that runs, as a person wishes. */
  public interface Stopping {
    /** Says whether the trial is under way. */
    boolean stop(int trial) throws IOException;
  }

  private Live(HttpServer server, Supplier<Study> study, Stopping stopping) {
    this.server = server;
    this.study = study;
    this.stopping = stopping;
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    path = "/" + HexFormat.of().formatHex(key) + "/";
    origin = "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Shows a search until it is closed.
   *
   * @param port to listen on; 0 for any that is free
   * @param study the search as it is now
   * @throws IOException if the port is taken
   */
  public static Live of(int port, Supplier<Study> study, Stopping stopping) throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
    Live live = new Live(server, study, stopping);
    server.setExecutor(live.threads);
    server.createContext("/", live::answer);
    server.start();
    return live;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "nnd-live");
    thread.setDaemon(true);
    return thread;
  }

  /** The address of the page. */
  public String address() {
    return "http://" + origin + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath();
      if (!isFromHere(exchange) || !asked.startsWith(path)) {
        reply(exchange, FORBIDDEN, "text/plain", "The address of the page has a key.\n");
        return;
      }
      switch (asked.substring(path.length())) {
        case "" -> page(exchange);
        case "data" -> data(exchange);
        case "stop" -> stop(exchange);
        default -> reply(exchange, NOT_FOUND, "text/plain", "There is no such page.\n");
      }
    }
  }

  private boolean isFromHere(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return origin.equals(host) || origin.replace("127.0.0.1", "localhost").equals(host);
  }

  private void page(HttpExchange exchange) throws IOException {
    if (isNot("GET", exchange)) return;
    Study now = study.get();
    String page = Page.live(now, now.importance(), System.currentTimeMillis(), "");
    reply(exchange, OK, "text/html; charset=utf-8", page);
  }

  private void data(HttpExchange exchange) throws IOException {
    if (isNot("GET", exchange)) return;
    Optional<String> newer = newer(exchange.getRequestURI().getQuery());
    if (newer.isPresent()) {
      reply(exchange, OK, "application/json", newer.get());
    } else {
      exchange.sendResponseHeaders(NOTHING_NEW, -1);
    }
  }

  /** The data, unless its version is the one asked about. */
  private synchronized Optional<String> newer(String query) {
    long start = System.nanoTime();
    if (version.isEmpty() || start - nextMaking >= 0) {
      Study now = study.get();
      String made = version(now);
      if (!made.equals(version)) {
        Importance importance = now.importance();
        data = JsonText.of(Page.liveData(now, importance, System.currentTimeMillis(), made));
        version = made;
      }
      nextMaking = System.nanoTime() + PAUSE * (System.nanoTime() - start);
    }
    return ("version=" + version).equals(query) ? Optional.empty() : Optional.of(data);
  }

  /** Changes with each trial that begins or ends, and with each epoch. */
  private static String version(Study study) {
    long epochs = study.trials().stream().mapToLong(trial -> trial.epochs().size()).sum();
    long ended = study.trials().stream().filter(trial -> trial.end().isPresent()).count();
    return study.trials().size() + "-" + ended + "-" + epochs;
  }

  private void stop(HttpExchange exchange) throws IOException {
    if (isNot("POST", exchange)) return;
    String from = exchange.getRequestHeaders().getFirst("Origin");
    String host = exchange.getRequestHeaders().getFirst("Host");
    boolean byPage = ("http://" + host).equals(from);
    if (!byPage || !"stop".equals(exchange.getRequestHeaders().getFirst("X-Nnd"))) {
      reply(exchange, FORBIDDEN, "text/plain", "Only the page itself may stop a trial.\n");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_NUMBER);
    String number = new String(body, StandardCharsets.US_ASCII);
    boolean stopped = number.matches("[0-9]{1,9}") && stopping.stop(Integer.parseInt(number));
    String text = stopped ? "It stops.\n" : "No such trial is under way.\n";
    reply(exchange, stopped ? OK : NOT_FOUND, "text/plain", text);
  }

  private static boolean isNot(String method, HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals(method)) return false;
    exchange.getResponseHeaders().set("Allow", method);
    reply(exchange, WRONG_METHOD, "text/plain", "Use " + method + ".\n");
    return true;
  }

  private static void reply(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
