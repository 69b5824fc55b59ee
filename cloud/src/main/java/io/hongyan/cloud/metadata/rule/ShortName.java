package io.hongyan.cloud.metadata.rule;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// Names of bounded length.
public final class ShortName {
    private static final int NUMBER = 9; // a dash and eight digits

    private ShortName() {}

    /// A name as it is, or, when it is longer, its beginning and a number of the whole.
    ///
    /// @param most 16 or more
    public static String of(String name, int most) {
        if (name.length() <= most) {
            return name;
        }
        CRC32C sum = new CRC32C();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, most - NUMBER) + "-" + HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
