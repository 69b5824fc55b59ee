package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.message.MessageIntake;
import io.hongyan.amqp.message.MessageIntake.Outcome;
import io.hongyan.transport.Loop;

/// What one channel publishes. On a channel that confirms, each message is answered alone: the server SDK counts an
/// answer for several as one for the last. A refusal is a nack there, which costs neighbours nothing; on a channel
/// without confirms it closes the channel, since nothing else could tell it.
///
/// Confined to the loop of the connection.
final class ChannelPublisher {
    private final AmqpChannel channel;
    private final ChannelHost host;
    private final MessageIntake intake;
    private final ChannelFigures figures;
    private boolean confirming;
    private long last;

    ChannelPublisher(AmqpChannel channel, ChannelHost host, ChannelServices services) {
        this.channel = channel;
        this.host = host;
        this.intake = services.intake();
        this.figures = services.figures();
    }

    /// `confirm.select` came.
    void confirm() {
        confirming = true;
    }

    void publish(Content content) {
        figures.published();
        long tag = confirming ? ++last : 0;
        int size = content.body() == null ? 0 : content.body().length;
        PublishWindow window = host.share().publishes();
        window.begin(size);
        Loop loop = host.connection().loop();
        var _ = intake.take(
                        host.account(),
                        host.connection().peer(),
                        content.publish(),
                        content.properties(),
                        content.size(),
                        content.body())
                .whenComplete((outcome, error) -> {
                    Outcome known = error == null ? outcome : Outcome.failed(error);
                    if (loop.inLoop()) {
                        settled(tag, size, known);
                    } else {
                        loop.execute(() -> settled(tag, size, known));
                    }
                });
    }

    private void settled(long tag, int size, Outcome outcome) {
        host.share().publishes().end(size);
        if (outcome.isAccepted()) {
            figures.confirmed();
        } else {
            figures.refused(outcome.reason());
        }
        if (!channel.isOpen()) {
            return;
        }
        if (outcome.isAccepted()) {
            if (tag > 0) {
                host.out().method(channel.number(), new BasicAck(tag, false));
            }
        } else if (tag > 0) {
            host.out().method(channel.number(), new BasicNack(tag, false, false));
        } else {
            ReplyCode code = outcome.code().endsConnection() ? ReplyCode.PRECONDITION_FAILED : outcome.code();
            host.close(channel, new AmqpException(code, "basic.publish", outcome.why(), MethodId.BASIC_PUBLISH));
        }
    }
}
