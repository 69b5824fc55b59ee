package io.hongyan.amqp.codec.method;

/// A method that a client may send.
public sealed interface ClientMethod extends Method
        permits ConnectionStartOk,
                ConnectionTuneOk,
                ConnectionOpen,
                ConnectionClose,
                ConnectionCloseOk,
                ChannelOpen,
                ChannelFlow,
                ChannelFlowOk,
                ChannelClose,
                ChannelCloseOk,
                ConfirmSelect,
                QueueDeclare,
                BasicQos,
                BasicConsume,
                BasicCancel,
                BasicPublish,
                BasicGet,
                BasicAck,
                BasicNack,
                BasicReject,
                Unserved {}
