package io.hongyan.client;

/// Work that the server answers under a packet identifier.
interface Tracked extends Work {
    /// 1 to 65535 while an answer is awaited, otherwise 0.
    int packetId();

    void packetId(int id);
}
