package dev.nnd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live page, asked as a browser asks, and as those ask who should not. */
final class LiveTest {
  private final List<Integer> stopped = new ArrayList<>();
  private Study study = MadeUp.study(12);
  private Live live;
  private URI address;
  private String host;

  @BeforeEach
  void serve() throws IOException {
    live =
        Live.of(
            0,
            () -> study,
            trial -> {
              stopped.add(trial);
              return trial == 11;
            });
    address = URI.create(live.address());
    host = "127.0.0.1:" + address.getPort();
  }

  @AfterEach
  void close() {
    live.close();
  }

  /** The status and the body of an answer; written by hand, so that every header can be wrong. */
  private String ask(String method, String path, String body, String... headers)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
      for (String header : headers) text.append(header).append("\r\n");
      text.append("Connection: close\r\nContent-Length: ").append(body.length());
      text.append("\r\n\r\n").append(body);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String status = in.readLine().split(" ")[1];
      while (!in.readLine().isEmpty()) {
        continue; // The headers.
      }
      return status + " " + in.lines().collect(Collectors.joining("\n"));
    }
  }

  private String get(String path) throws IOException {
    return ask("GET", address.getPath() + path, "", "Host: " + host);
  }

  private String stop(String body, String origin) throws IOException {
    String path = address.getPath() + "stop";
    return ask("POST", path, body, "Host: " + host, "Origin: " + origin, "X-Nnd: stop");
  }

  @Test
  void thePageAndWhatIsNew() throws IOException {
    String page = get("");
    assertTrue(page.startsWith("200 <!DOCTYPE html>"), page);
    assertTrue(page.contains("connect-src 'self'") && page.contains("\"live\":true"));
    String data = get("data?version=");
    assertTrue(data.startsWith("200 {\"objective\":"), data);
    String version = data.replaceAll("(?s).*\"version\":\"([^\"]*)\".*", "$1");
    assertEquals("204 ", get("data?version=" + version));
  }

  @Test
  void whoHasNoKeyOrComesByAnotherNameSeesNothing() throws IOException {
    assertTrue(ask("GET", "/", "", "Host: " + host).startsWith("403 "));
    assertTrue(ask("GET", "/0123/data", "", "Host: " + host).startsWith("403 "));
    String path = address.getPath();
    assertTrue(ask("GET", path, "", "Host: evil.example").startsWith("403 "));
    String local = "localhost:" + address.getPort();
    assertTrue(ask("GET", path, "", "Host: " + local).startsWith("200 "));
    assertTrue(get("other").startsWith("404 "));
    assertTrue(ask("POST", path, "", "Host: " + host).startsWith("405 "));
  }

  @Test
  void onlyThePageStopsTrials() throws IOException {
    assertTrue(stop("11", "http://evil.example").startsWith("403 "));
    assertTrue(stop("11", "null").startsWith("403 "));
    String path = address.getPath() + "stop";
    assertTrue(ask("POST", path, "11", "Host: " + host).startsWith("403 "));
    assertTrue(get("stop").startsWith("405 "));
    assertEquals(List.of(), stopped);
    assertTrue(stop("11", "http://" + host).startsWith("200 "));
    assertTrue(stop("3", "http://" + host).startsWith("404 "));
    assertTrue(stop("11; 12", "http://" + host).startsWith("404 "));
    assertTrue(stop("1".repeat(4000), "http://" + host).startsWith("404 "));
    assertEquals(List.of(11, 3), stopped);
  }
}
