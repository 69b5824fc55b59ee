package io.hongyan.amqp.codec.method;

/// A method that this server sends.
public sealed interface ServerMethod extends Method
        permits ConnectionStart,
                ConnectionTune,
                ConnectionOpenOk,
                ConnectionClose,
                ConnectionCloseOk,
                ConnectionBlocked,
                ConnectionUnblocked,
                ChannelOpenOk,
                ChannelFlow,
                ChannelFlowOk,
                ChannelClose,
                ChannelCloseOk,
                ConfirmSelectOk,
                QueueDeclareOk,
                BasicQosOk,
                BasicConsumeOk,
                BasicCancelOk,
                BasicDeliver,
                BasicAck,
                BasicNack {}
