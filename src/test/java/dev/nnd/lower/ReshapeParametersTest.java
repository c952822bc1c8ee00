package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import org.junit.jupiter.api.Test;

/** A parameter takes the shape it is read under, and only if it is read under no other. */
final class ReshapeParametersTest {
  private static final String FLATTENED =
      """
      %0 = input(name="x", element=float, shape=[N, 2, 3]) : float[N, 2, 3]
      %1 = parameter(path="w", role=weight, shape=[4, 6], init=constant[0.0, 0.0]) : float[4, 6]
      %2 = reshape(shape=[4, 2, 3]) %1 : float[4, 2, 3]
      %3 = contract(map="n=N o=4 c=2 t=3: n, c, t; o, c, t; n, o") %0 %2 : float[N, 4]
      output "y" %3
      """;

  @Test
  void takesTheShapeItIsReadUnder() {
    String expected =
        """
        %0 = input(name="x", element=float, shape=[N, 2, 3]) : float[N, 2, 3]
        %1 = parameter(path="w", role=weight, shape=[4, 2, 3], init=constant[0.0, 0.0]) : float[4, 2, 3]
        %2 = contract(map="n=N o=4 c=2 t=3: n, c, t; o, c, t; n, o") %0 %1 : float[N, 4]
        output "y" %2
        """;
    assertEquals(expected, ReshapeParameters.run(GraphText.parse(FLATTENED)).toString());
  }

  @Test
  void staysWhenItIsReadAsItIsToo() {
    Graph graph = GraphText.parse(FLATTENED + "output \"w\" %1\n");
    assertEquals(graph.toString(), ReshapeParameters.run(graph).toString());
    String other = FLATTENED + "%4 = reshape(shape=[24]) %1 : float[24]\noutput \"z\" %4\n";
    assertTrue(ReshapeParameters.run(GraphText.parse(other)).toString().contains("shape=[4, 6]"));
  }
}
