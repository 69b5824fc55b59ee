package io.hongyan.broker.session;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.context.ShardContext;

/// What the packets of clients are handed to, one of each per shard.
public record SessionServices(
        ShardContext context,
        Authenticator authenticator,
        PublishWriter writer,
        PublishHandler publishes,
        SubscriptionHandler subscriptions,
        SessionLifecycle lifecycle,
        StatusNotices notices) {}
