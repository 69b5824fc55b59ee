package io.hongyan.codec.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads eight bytes of an array at once, in big-endian order, as [java.nio.ByteBuffer#getLong(int)] does.
public final class Longs {
    private static final VarHandle VIEW = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Longs() {}

    public static long get(byte[] bytes, int offset) {
        return (long) VIEW.get(bytes, offset);
    }
}
