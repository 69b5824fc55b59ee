package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.transport.Connection;

/// The connection of a channel, as the channel sees it. Confined to the loop of the connection.
public interface ChannelHost {
    FrameWriter out();

    /// Who is connected.
    BusinessAccount account();

    Connection connection();

    /// What bounds all channels of the connection.
    ConnectionShare share();

    /// Calls [AmqpChannel#flush] at the end of this turn.
    void flushLater(AmqpChannel channel);

    /// Closes a channel, or the connection, as the reply code says.
    void close(AmqpChannel channel, AmqpException why);
}
