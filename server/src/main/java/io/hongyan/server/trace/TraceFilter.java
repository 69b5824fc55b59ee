package io.hongyan.server.trace;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.net.InetAddress;

/// What a live trace shows, of one instance. A login that was refused belongs to each of them: nobody knows which one
/// was meant.
public sealed interface TraceFilter {
    String instance();

    /// Whether the trace shows it, when it is of that instance.
    boolean picks(TraceSubject subject);

    /// Whether the trace shows it.
    default boolean shows(TraceSubject subject) {
        return picks(subject)
                && (subject.instance().equals(instance()) || subject.instance().isEmpty());
    }

    /// For people.
    String text();

    /// Everything of one client.
    record OfClient(String instance, String clientId) implements TraceFilter {
        @Override
        public boolean picks(TraceSubject subject) {
            return subject.clientId().equals(clientId);
        }

        @Override
        public String text() {
            return "client " + clientId;
        }
    }

    /// Everything that comes from one address, or goes to it.
    record OfAddress(String instance, InetAddress address) implements TraceFilter {
        @Override
        public boolean picks(TraceSubject subject) {
            return address.equals(subject.peer().address().getAddress());
        }

        @Override
        public String text() {
            return "address " + address.getHostAddress();
        }
    }

    /// The messages of topics that a filter matches, and the subscriptions that may get such messages.
    record OfTopic(String instance, TopicFilter filter) implements TraceFilter {
        @Override
        public boolean picks(TraceSubject subject) {
            Topic topic = subject.topic();
            if (topic != null) {
                return filter.matches(topic);
            }
            return subject.filter().isEmpty() ? picks(subject.name()) : overlaps(subject.filter());
        }

        private boolean picks(String name) {
            try {
                return !name.isEmpty() && filter.matches(Topic.of(name));
            } catch (ProtocolException | IllegalArgumentException _) {
                return false; // it was refused because it is none
            }
        }

        private boolean overlaps(String other) {
            try {
                return FilterOverlap.of(filter, TopicFilter.parse(other));
            } catch (ProtocolException _) {
                return false;
            }
        }

        @Override
        public String text() {
            return "topic " + filter.text();
        }
    }
}
