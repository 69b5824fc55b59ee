package io.hongyan.cluster.node;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.ask.Questions;
import io.hongyan.cluster.link.LinkDialler;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.route.Routes;
import java.util.random.RandomGenerator;

/// What all loops of a node share.
record NodeParts(
        NodeSettings settings,
        Self self,
        LinkDialler dialler,
        Clock clock,
        RandomGenerator random,
        Routes routes,
        Questions questions,
        Serving serving,
        NodeEvents events,
        EventSink brokerEvents) {}
