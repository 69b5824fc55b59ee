package io.hongyan.amqp.channel;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.amqp.message.MessageIntake;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.amqp.queue.SharedBytes;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.Cloud;

/// What every channel needs. Any thread.
///
/// @param maxMessageBytes the largest body that is taken
/// @param cloud what may be consumed
/// @param memory that all connections share for what is unacknowledged, or not whole
/// @param intake takes messages of business systems
public record ChannelServices(
        AmqpSettings settings,
        int maxMessageBytes,
        Cloud cloud,
        MessageIntake intake,
        Queues queues,
        ChannelFigures figures,
        SharedBytes memory,
        Clock clock) {}
