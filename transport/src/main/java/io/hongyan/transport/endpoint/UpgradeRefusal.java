package io.hongyan.transport.endpoint;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Keeps what a server says instead of opening a WebSocket; Netty forgets all but the status.
final class UpgradeRefusal extends ChannelInboundHandlerAdapter {
    /// A page of HTML says nothing to people here.
    private static final int LONGEST = 200;

    private @Nullable String text;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof FullHttpResponse response
                && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "text/plain");
            String body = response.content().toString(StandardCharsets.UTF_8).strip();
            boolean plain = type.startsWith("text/plain") || type.startsWith("application/json");
            if (plain && !body.isEmpty() && body.length() <= LONGEST) {
                text = body.replaceAll("[\\p{Cntrl}\\ufffd]+", " ");
            }
        }
        context.fireChannelRead(message);
    }

    /// The server's words; empty when it has none that are short and of text.
    String words() {
        return text == null ? "" : " (" + text + ")";
    }
}
