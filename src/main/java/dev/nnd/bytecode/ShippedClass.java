package dev.nnd.bytecode;

import dev.nnd.runtime.Network;
import dev.nnd.runtime.Shipment;
import dev.nnd.runtime.Shipped;
import dev.nnd.runtime.StandAlone;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that stands for a network in its jar. In Java it were:
 *
 * <pre>
 * public final class Name implements Shipped {
 *   public Optional step(int lanes) {
 *     switch (lanes) {
 *       case 1: return Optional.of(new Portable());
 *       default: return Optional.empty();
 *     }
 *   }
 *   public static Network load() { return Shipment.load(new Name(), 1); }
 *   public static Network load(int threads) { return Shipment.load(new Name(), threads); }
 *   public static void main(String[] arguments) { StandAlone.main(new Name(), arguments); }
 * }
 * </pre>
 *
 * <p>It names the classes of the code, so that tools which look for what is reachable find them.
 */
public final class ShippedClass {
  private static final String OPTIONAL = Type.getDescriptor(Optional.class);
  private static final String SHIPPED = Type.getDescriptor(Shipped.class);
  private static final String NETWORK = Type.getDescriptor(Network.class);

  private final String owner;
  private final Methods methods;

  private ShippedClass(String owner, Methods methods) {
    this.owner = owner;
    this.methods = methods;
  }

  /**
   * The bytes of the class.
   *
   * @param name its name
   * @param code the names of the classes that {@link ClassFile} made, by the floats of their
   *     vectors, in ascending order; 1 for portable code
   */
  public static byte[] emit(String name, Map<Integer, String> code) {
    String owner = name.replace('.', '/');
    ClassWriter type = Methods.classWriter();
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    String[] interfaces = {Type.getInternalName(Shipped.class)};
    type.visit(Opcodes.V17, access, owner, null, "java/lang/Object", interfaces);
    new ShippedClass(owner, new Methods(type, owner, Set.of())).write(code);
    type.visitEnd();
    return type.toByteArray();
  }

  private void write(Map<Integer, String> code) {
    methods.write(Opcodes.ACC_PUBLIC, "<init>", "()V", ClassFile::writeConstructor);
    methods.write(Opcodes.ACC_PUBLIC, "step", "(I)" + OPTIONAL, to -> writeStep(code, to));
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    methods.write(access, "load", "()" + NETWORK, to -> writeLoad(to, Opcodes.ICONST_1));
    methods.write(
        access,
        "load",
        "(I)" + NETWORK,
        to -> {
          create(owner, to);
          to.visitVarInsn(Opcodes.ILOAD, 0);
          load(to);
        });
    methods.write(access, "main", "([Ljava/lang/String;)V", this::writeMain);
  }

  private void writeStep(Map<Integer, String> code, MethodVisitor to) {
    int[] lanes = code.keySet().stream().mapToInt(key -> key).toArray();
    Label[] labels = new Label[lanes.length];
    for (int i = 0; i < lanes.length; i++) labels[i] = new Label();
    Label none = new Label();
    to.visitVarInsn(Opcodes.ILOAD, 1);
    to.visitLookupSwitchInsn(none, lanes, labels);
    for (int i = 0; i < lanes.length; i++) {
      to.visitLabel(labels[i]);
      create(code.get(lanes[i]).replace('.', '/'), to);
      call(to, Optional.class, "of", "(Ljava/lang/Object;)" + OPTIONAL);
      to.visitInsn(Opcodes.ARETURN);
    }
    to.visitLabel(none);
    call(to, Optional.class, "empty", "()" + OPTIONAL);
    to.visitInsn(Opcodes.ARETURN);
  }

  private void writeLoad(MethodVisitor to, int threads) {
    create(owner, to);
    to.visitInsn(threads);
    load(to);
  }

  private static void load(MethodVisitor to) {
    call(to, Shipment.class, "load", "(" + SHIPPED + "I)" + NETWORK);
    to.visitInsn(Opcodes.ARETURN);
  }

  private void writeMain(MethodVisitor to) {
    create(owner, to);
    to.visitVarInsn(Opcodes.ALOAD, 0);
    call(to, StandAlone.class, "main", "(" + SHIPPED + "[Ljava/lang/String;)V");
    to.visitInsn(Opcodes.RETURN);
  }

  private static void create(String type, MethodVisitor to) {
    to.visitTypeInsn(Opcodes.NEW, type);
    to.visitInsn(Opcodes.DUP);
    to.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
  }

  private static void call(MethodVisitor to, Class<?> owner, String name, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(owner), name, descriptor, false);
  }
}
