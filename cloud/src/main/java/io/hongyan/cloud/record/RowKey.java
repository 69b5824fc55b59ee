package io.hongyan.cloud.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Keys of rows: the instance, a zero byte, the kind of row, and names with zero bytes between them. So all rows of an
/// instance have one prefix. No name may hold U+0000.
public final class RowKey {
    private RowKey() {}

    /// The prefix of all rows of an instance.
    public static byte[] instance(String instance) {
        return (instance + "\0").getBytes(UTF_8);
    }

    /// The key of one row.
    ///
    /// @param kind what sort of row it is
    public static byte[] of(String instance, char kind, String... names) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        key.writeBytes((instance + "\0" + kind).getBytes(UTF_8));
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                key.write(0);
            }
            key.writeBytes(checked(names[i]).getBytes(UTF_8));
        }
        return key.toByteArray();
    }

    /// The prefix of rows whose first names are these and that have more.
    public static byte[] within(String instance, char kind, String... names) {
        byte[] key = of(instance, kind, names);
        byte[] prefix = new byte[key.length + 1];
        System.arraycopy(key, 0, prefix, 0, key.length);
        return prefix;
    }

    /// The instance of a key.
    public static String instanceOf(byte[] key) {
        String text = new String(key, UTF_8);
        return text.substring(0, text.indexOf('\0'));
    }

    /// The names in a key.
    public static String[] names(byte[] key) {
        String text = new String(key, UTF_8);
        return text.substring(text.indexOf('\0') + 2).split("\0", -1);
    }

    private static String checked(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name holds U+0000");
        }
        return name;
    }
}
