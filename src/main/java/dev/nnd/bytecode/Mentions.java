package dev.nnd.bytecode;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/** Which classes a class file needs beside it. */
public final class Mentions {
  // Kinds of constants: JVM specification, 4.4.
  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_TYPE = 16;

  private Mentions() {}

  /**
   * The classes of a package that a class uses, be it in the descriptor of a method it calls.
   *
   * @param folder the package as a folder, such as {@code dev/nnd/runtime}
   * @return internal names, in order
   */
  public static Set<String> of(byte[] bytes, String folder) {
    Pattern name = Pattern.compile(Pattern.quote(folder) + "/[\\w$]+");
    Set<String> found = new TreeSet<>();
    ClassReader type = new ClassReader(bytes);
    char[] buffer = new char[type.getMaxStringLength()];
    for (int i = 1; i < type.getItemCount(); i++) {
      int offset = type.getItem(i);
      Matcher matcher = name.matcher(offset == 0 ? "" : types(type, offset, buffer));
      while (matcher.find()) found.add(matcher.group());
    }
    return found;
  }

  /** The part of a constant that names types. */
  private static String types(ClassReader type, int offset, char[] buffer) {
    return switch (type.readByte(offset - 1)) {
      case CLASS, METHOD_TYPE -> type.readUTF8(offset, buffer);
      case NAME_AND_TYPE -> type.readUTF8(offset + Short.BYTES, buffer);
      default -> "";
    };
  }
}
