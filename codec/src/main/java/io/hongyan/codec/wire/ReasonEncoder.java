package io.hongyan.codec.wire;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.property.AllowedProperties;
import io.hongyan.codec.property.Properties;
import java.nio.ByteBuffer;

/// Encodes PUBACK, PUBREC, PUBREL, PUBCOMP, DISCONNECT and AUTH. Success without properties has the shortest form;
/// anything else has a reason code and a property length, because some clients cannot read a reason code alone.
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
