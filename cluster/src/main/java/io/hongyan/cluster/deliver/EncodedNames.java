package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.FrameTexts;
import java.util.HashMap;
import java.util.Map;

/// The bytes of names of instances, remembered.
///
/// Confined to its shard.
final class EncodedNames {
    private static final int MOST = 1024;

    private final Map<String, byte[]> known = new HashMap<>();

    byte[] of(String name) {
        byte[] encoded = known.get(name);
        if (encoded == null) {
            if (known.size() == MOST) {
                known.clear();
            }
            encoded = FrameTexts.encoded(name);
            known.put(name, encoded);
        }
        return encoded;
    }
}
