package io.hongyan.codec.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes of an array at once, in the order of the wire, as [java.nio.ByteBuffer#getLong(int)] reads them.
public final class Longs {
    private static final VarHandle VIEW = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Longs() {}

    public static long get(byte[] bytes, int offset) {
        return (long) VIEW.get(bytes, offset);
    }
}
