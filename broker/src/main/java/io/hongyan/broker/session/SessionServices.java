package io.hongyan.broker.session;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.shard.ShardContext;

/// What the packets of clients are handed to, one of each per shard.
record SessionServices(
        ShardContext context,
        Authenticator authenticator,
        PublishWriter writer,
        PublishHandler publishes,
        SubscriptionHandler subscriptions,
        SessionLifecycle lifecycle) {}
