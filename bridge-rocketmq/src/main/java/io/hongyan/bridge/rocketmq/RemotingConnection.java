package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.util.UUID;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.netty.TlsSystemConfig;
import org.apache.rocketmq.remoting.protocol.NamespaceUtil;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.jspecify.annotations.Nullable;

/// RocketMQ's client of one connection: the sockets and threads that its senders and consumers share. It starts when it
/// is first needed, and waits for no one: name servers and brokers may be away.
final class RemotingConnection implements AutoCloseable {
    /// How long RocketMQ has to answer a request.
    static final int TIMEOUT_MILLIS = 3_000;
    /// What brokers take as they are configured by default (`maxMessageSize`), properties and all.
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private static final int ROUTE_MILLIS = 10_000;

    private final ExchangeSettings settings;
    private final String instance;
    private final @Nullable RPCHook credentials;
    private final DefaultMQProducer producer;
    private boolean started;
    private boolean closed;

    RemotingConnection(ExchangeSettings settings) {
        this.settings = settings;
        // Part of the client id, by which brokers share out queues: two clients of one id would get the same ones.
        String unique = UUID.randomUUID().toString().substring(0, 8);
        instance = settings.name() + "-" + ProcessHandle.current().pid() + "-" + unique;
        credentials = settings.accessKey().isEmpty()
                ? null
                : new AclClientRPCHook(new SessionCredentials(settings.accessKey(), settings.secretKey()));
        if (settings.tls()) {
            trustOnlyWhatIsKnown();
        }
        producer = new DefaultMQProducer("hongyan-" + settings.name(), credentials);
        configure(producer, instance);
        producer.setSendMsgTimeout(TIMEOUT_MILLIS);
        producer.setRetryTimesWhenSendFailed(0);
        producer.setRetryTimesWhenSendAsyncFailed(0);
        producer.setMaxMessageSize(MAX_MESSAGE_BYTES);
        producer.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
    }

    /// RocketMQ's own default is a test mode that trusts every certificate.
    private static void trustOnlyWhatIsKnown() {
        TlsSystemConfig.tlsTestModeEnable = Boolean.getBoolean(TlsSystemConfig.TLS_TEST_MODE_ENABLE);
        TlsSystemConfig.tlsClientAuthServer =
                Boolean.parseBoolean(System.getProperty(TlsSystemConfig.TLS_CLIENT_AUTHSERVER, "true"));
    }

    private void configure(ClientConfig config, String name) {
        config.setNamesrvAddr(String.join(";", settings.addresses()));
        config.setInstanceName(name);
        config.setUseTLS(settings.tls());
        config.setVipChannelEnabled(false);
        config.setMqClientApiTimeout(TIMEOUT_MILLIS);
        config.setPollNameServerInterval(ROUTE_MILLIS);
        config.setSendLatencyEnable(false);
        config.setStartDetectorEnable(false);
    }

    /// Makes a consumer or producer of this connection out of what RocketMQ offers.
    ///
    /// @param apart empty to share sockets and threads with the connection; otherwise a name, for something whose
    ///        faults would be the others' faults, too
    void configureFor(ClientConfig config, String apart) {
        configure(config, apart.isEmpty() ? instance : instance + "-" + apart);
    }

    ExchangeSettings settings() {
        return settings;
    }

    /// Whom RocketMQ refuses something, for people.
    String who() {
        return settings.accessKey().isEmpty() ? "without an AccessKey" : "by AccessKey " + settings.accessKey();
    }

    @Nullable
    RPCHook credentials() {
        return credentials;
    }

    /// A topic or group as RocketMQ calls it.
    String named(String topicOrGroup) {
        return NamespaceUtil.wrapNamespace(settings.namespace(), topicOrGroup);
    }

    synchronized DefaultMQProducer producer() {
        if (closed) {
            throw new ExchangeException("connection " + settings.name() + " is closed", null);
        }
        if (!started) {
            PluginThreads.call(this::start);
        }
        return producer;
    }

    private DefaultMQProducer start() {
        try {
            producer.start();
        } catch (MQClientException e) {
            throw new ExchangeException(
                    "the client of RocketMQ for connection " + settings.name() + " does not start: "
                            + e.getErrorMessage(),
                    e);
        }
        started = true;
        return producer;
    }

    @SuppressWarnings("deprecation")
    MQClientInstance client() {
        return producer().getDefaultMQProducerImpl().getMqClientFactory();
    }

    MQClientAPIImpl api() {
        return client().getMQClientAPIImpl();
    }

    /// Asks a name server.
    ///
    /// @param topic with its namespace
    TopicRouteData route(String topic) throws RemotingException, MQClientException, InterruptedException {
        return api().getTopicRouteInfoFromNameServer(topic, TIMEOUT_MILLIS, false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (started) {
            producer.shutdown();
        }
    }
}
