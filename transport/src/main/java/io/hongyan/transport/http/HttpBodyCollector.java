package io.hongyan.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// Makes one request of the parts in which it came. What it would answer by itself goes to the connection, so that the
/// answers to earlier requests come first.
final class HttpBodyCollector extends HttpObjectAggregator {
    /// Instead of a request.
    sealed interface Turn {
        /// The request before this one cannot be taken.
        record Refused(int status, String why) implements Turn {}

        /// The client waits for leave to send the body of its request (`Expect: 100-continue`).
        record Leave() implements Turn {}
    }

    HttpBodyCollector(int most) {
        super(most);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage message) {
        context.fireChannelRead(new Turn.Refused(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code(),
                "a body has at most " + maxContentLength() + " bytes"));
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int most, ChannelPipeline pipeline) {
        if (super.newContinueResponse(start, most, pipeline) instanceof FullHttpResponse response) {
            HttpResponseStatus status = response.status();
            response.release();
            if (status.equals(HttpResponseStatus.CONTINUE)) {
                pipeline.context(this).fireChannelRead(new Turn.Leave());
            } else if (status.equals(HttpResponseStatus.EXPECTATION_FAILED)) {
                pipeline.context(this)
                        .fireChannelRead(new Turn.Refused(status.code(), "nothing can be expected but 100-continue"));
            } // else the body is too long, which is refused when it begins
        }
        return null;
    }
}
