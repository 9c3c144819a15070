package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The few calls of Linux that Java has no word for.
final class Kernel {

    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NETWORK = 0x40000000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS =
            handle("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = handle(
            "read",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = handle(
            "write",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private Kernel() {}

    /// Moves the calling thread into a network namespace.
    static void enterNetwork(Path namespace) {
        int descriptor = open(namespace, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check((int) SETNS.invokeExact(state, descriptor, NETWORK), state, "enter " + namespace);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new FleetException("cannot enter " + namespace, e);
        } finally {
            close(descriptor);
        }
    }

    /// Opens a device for reading and writing and sets it up with one `ioctl`. Answers its descriptor.
    static int openDevice(Path device, long request, MemorySegment argument) {
        int descriptor = open(device, READ_WRITE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check((int) IOCTL.invokeExact(state, descriptor, request, argument), state, "set up " + device);
            return descriptor;
        } catch (RuntimeException e) {
            close(descriptor);
            throw e;
        } catch (Throwable e) {
            throw new FleetException("cannot set up " + device, e);
        }
    }

    /// How many bytes came; negative when the descriptor has ended.
    static long read(int descriptor, MemorySegment buffer) {
        return transfer(READ, descriptor, buffer);
    }

    /// How many bytes went; negative when they were refused.
    static long write(int descriptor, MemorySegment buffer) {
        return transfer(WRITE, descriptor, buffer);
    }

    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
            assert ignored <= 0;
        } catch (Throwable e) {
            throw new FleetException("cannot close a descriptor", e);
        }
    }

    private static long transfer(MethodHandle call, int descriptor, MemorySegment buffer) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) call.invokeExact(arena.allocate(STATE), descriptor, buffer, buffer.byteSize());
        } catch (Throwable e) {
            throw new FleetException("cannot transfer a packet", e);
        }
    }

    private static int open(Path file, int how) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocateFrom(file.toString());
            return check((int) OPEN.invokeExact(state, name, how | CLOSE_ON_EXEC), state, "open " + file);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new FleetException("cannot open " + file, e);
        }
    }

    private static int check(int result, MemorySegment state, String what) {
        if (result < 0) {
            throw new FleetException("cannot " + what + ": errno " + state.get(ValueLayout.JAVA_INT, ERRNO));
        }
        return result;
    }

    // a native call is exactly what is wanted
    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), shape, all);
    }
}
