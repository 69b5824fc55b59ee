package io.hongyan.cluster.node;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.ask.Questions;
import io.hongyan.cluster.link.LinkDialler;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.route.Routes;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What all loops of a node share.
///
/// @param serverReferences where clients reach a node; null when they are not to be sent there. Any thread
record NodeParts(
        NodeSettings settings,
        Self self,
        LinkDialler dialler,
        Clock clock,
        RandomGenerator random,
        Routes routes,
        Questions questions,
        Serving serving,
        Function<NodeId, @Nullable String> serverReferences,
        NodeEvents events,
        EventSink brokerEvents) {}
