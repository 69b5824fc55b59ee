package io.hongyan.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/// The bytes of binary messages, wherever a message or a fragment ends: MQTT packets need not be aligned with them
/// [MQTT-6.0.0-2]. A text message ends the connection [MQTT-6.0.0-1].
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class WebSocketMessages extends ChannelInboundHandlerAdapter {
    private boolean text;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case BinaryWebSocketFrame frame -> context.fireChannelRead(frame.content());
            case ContinuationWebSocketFrame frame when !text -> context.fireChannelRead(frame.content());
            case PongWebSocketFrame frame -> frame.release();
            case TextWebSocketFrame frame -> refuse(context, frame);
            case WebSocketFrame frame -> frame.release();
            default -> context.fireChannelRead(message);
        }
    }

    private void refuse(ChannelHandlerContext context, WebSocketFrame frame) {
        frame.release();
        text = true;
        context.writeAndFlush(
                        new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary messages only"))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
