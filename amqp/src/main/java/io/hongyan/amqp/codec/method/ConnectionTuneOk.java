package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `connection.tune-ok`: says which limits hold; whether they are within those proposed, the caller judges.
///
/// @param channelMax the highest channel number, 0 to 65535; 0 says no limit
/// @param frameMax the largest frame in bytes with its eight bytes of overhead, 0 to 4,294,967,295; 0 says no limit
/// @param heartbeat seconds, 0 to 65535; 0 wants none
public record ConnectionTuneOk(int channelMax, long frameMax, int heartbeat) implements ClientMethod {
    public ConnectionTuneOk {
        Ranges.check16(channelMax, "channel-max");
        Ranges.check32(frameMax, "frame-max");
        Ranges.check16(heartbeat, "heartbeat");
    }

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_TUNE_OK;
    }
}
