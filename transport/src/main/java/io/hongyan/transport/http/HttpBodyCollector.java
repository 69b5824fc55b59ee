package io.hongyan.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/// Makes one request of the parts in which it came, and refuses a body that is too long in the words of the handler.
final class HttpBodyCollector extends HttpObjectAggregator {
    private static final int TOO_LARGE = 413;

    private final HttpHandler handler;

    HttpBodyCollector(int most, HttpHandler handler) {
        super(most);
        this.handler = handler;
    }

    private FullHttpResponse refusal() {
        return HttpServerConnection.response(
                handler.refusal(TOO_LARGE, "a body has at most " + maxContentLength() + " bytes"), false);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage message) {
        HttpServerConnection.last(context, refusal());
    }

    /// The answer to a client that asks before it sends its body (`Expect: 100-continue`).
    @Override
    protected Object newContinueResponse(HttpMessage start, int most, ChannelPipeline pipeline) {
        Object response = super.newContinueResponse(start, most, pipeline);
        return response instanceof FullHttpResponse full && full.status().code() == TOO_LARGE ? refusal() : response;
    }
}
