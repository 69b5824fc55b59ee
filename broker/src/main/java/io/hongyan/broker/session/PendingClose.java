package io.hongyan.broker.session;

import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.session.ack.AckConnection;
import io.hongyan.broker.session.ack.PendingAck;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;

/// The end of a connection for a filter that was refused, in its place among the acknowledgements: SUBACK comes first.
record PendingClose(ClientConnection connection, String filter, Decision.Deny deny) implements PendingAck {
    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public boolean answersQos1() {
        return false;
    }

    @Override
    public void send(AckConnection to) {
        Session session = connection.session();
        try {
            session.policy().authorizer().ending(session, TopicFilter.parse(filter));
        } catch (ProtocolException _) {
            // no filter at all: there is nothing to say about rights
        }
        connection.end(deny.reason(), deny.why(), true);
    }
}
