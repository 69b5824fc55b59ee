package io.hongyan.codec.wire;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.nio.ByteBuffer;

/// PUBACK, PUBREC, PUBREL, PUBCOMP, DISCONNECT and AUTH to bytes. Success without properties takes the shortest
/// form; all else has reason and property length, because some clients cannot read the form between.
final class ReasonEncoder {
    private ReasonEncoder() {}

    static int length(ReasonCode reason, Properties properties, Version version) {
        if (isShort(reason, properties, version)) {
            return 0;
        }
        return 1 + VarInt.size(properties.encodedLength()) + properties.encodedLength();
    }

    static void put(
            ReasonCode reason,
            AllowedReasons list,
            Properties properties,
            AllowedProperties carrier,
            Version version,
            ByteBuffer out) {
        if (!isShort(reason, properties, version)) {
            out.put((byte) list.encode(reason));
            properties.put(out, carrier);
        }
    }

    private static boolean isShort(ReasonCode reason, Properties properties, Version version) {
        return !version.isV5() || (reason == ReasonCode.SUCCESS && properties.isEmpty());
    }
}
