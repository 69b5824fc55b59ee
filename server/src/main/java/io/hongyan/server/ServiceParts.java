package io.hongyan.server;

import io.hongyan.amqp.queue.Queues;
import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.exchange.Exchanges;
import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.console.oidc.SignOnCounts;
import io.hongyan.server.event.EventLog;
import io.hongyan.server.trace.LiveTraces;
import java.security.SecureRandom;

/// The parts of a running server that its HTTP ports show and steer.
///
/// @param config as it was at the start
/// @param changes of rows, as other nodes hear of them
/// @param settings the configuration as it is now
record ServiceParts(
        ServerConfig config,
        Clock clock,
        SecureRandom random,
        Cloud cloud,
        Broker broker,
        Store store,
        RecordChanges changes,
        Exchanges exchanges,
        Queues queues,
        BusinessDoor business,
        Traces traces,
        LiveTraces live,
        EventLog events,
        AuditLog audit,
        LiveConfig settings,
        ServiceWatch watch,
        SignOnCounts signOns) {}
