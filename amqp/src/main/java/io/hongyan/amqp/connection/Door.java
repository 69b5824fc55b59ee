package io.hongyan.amqp.connection;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.amqp.channel.ChannelServices;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.business.BusinessLogin;
import java.util.concurrent.Executor;

/// What every connection needs.
///
/// @param logins runs what may wait for the disk
record Door(
        AmqpSettings settings,
        BusinessLogin login,
        ChannelServices channels,
        EventSink events,
        Clock clock,
        Executor logins) {}
