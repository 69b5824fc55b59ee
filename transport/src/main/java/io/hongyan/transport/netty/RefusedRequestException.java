package io.hongyan.transport.netty;

import io.netty.handler.codec.DecoderException;

/// A request of HTTP that is well formed, and refused.
public final class RefusedRequestException extends DecoderException {
    private static final long serialVersionUID = 1;

    private final int status;

    /// @param status 400 to 599
    /// @param why a sentence for the client
    public RefusedRequestException(int status, String why) {
        super(why);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
