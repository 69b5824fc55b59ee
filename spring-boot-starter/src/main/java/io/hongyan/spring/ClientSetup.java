package io.hongyan.spring;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.auth.Credentials;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/// Makes a builder from the properties. A refusal of the builder is reported with the name of the property.
final class ClientSetup {
    private static final String PREFIX = "hongyan.client.";

    private final MqttClientProperties properties;
    private final @Nullable SslBundles bundles;
    private final MqttClientBuilder builder = MqttClient.builder();

    private ClientSetup(MqttClientProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    /// @param credentials a bean of the program, which the login of the properties would contradict
    /// @param bundles of Spring, for `tls.bundle`; null = there are none
    static MqttClientBuilder builder(
            MqttClientProperties properties, @Nullable Credentials credentials, @Nullable SslBundles bundles) {
        ClientSetup setup = new ClientSetup(properties, bundles);
        setup.server();
        setup.identity(credentials);
        setup.connection();
        setup.messages();
        return setup.builder;
    }

    /// Makes the client, or says which properties do not fit together.
    static MqttClient start(MqttClientBuilder builder) {
        return checked("", builder::start);
    }

    private void server() {
        if (properties.servers().isEmpty()) {
            throw new WrongSettingException(
                    PREFIX + "servers is missing: the client does not know where to connect",
                    "Set it, for example " + PREFIX + "servers=mqtt://localhost:1883, or switch the client off with "
                            + PREFIX + "enabled=false.");
        }
        for (String server : properties.servers()) {
            checked("servers", () -> builder.server(server));
        }
    }

    private void identity(@Nullable Credentials bean) {
        MqttClientProperties.Cloud cloud = properties.cloud();
        String username = properties.username();
        String password = properties.password();
        int logins = (bean == null ? 0 : 1) + (cloud == null ? 0 : 1) + (username == null ? 0 : 1);
        if (logins > 1) {
            throw new WrongSettingException(
                    "there is more than one login among " + PREFIX + "username, " + PREFIX
                            + "cloud and a bean of type Credentials",
                    "Keep one of them.");
        }
        if ((username == null) != (password == null)) {
            throw new WrongSettingException(
                    PREFIX + (username == null ? "username" : "password") + " is missing",
                    "Set both " + PREFIX + "username and " + PREFIX + "password, or none.");
        }
        builder.version(properties.version()).clientId(clientId(cloud));
        if (bean != null) {
            builder.credentials(bean);
        } else if (cloud != null) {
            builder.credentials(
                    checked("cloud", () -> CloudSignature.of(cloud.accessKey(), cloud.secretKey(), cloud.instance())));
        } else if (username != null && password != null) {
            builder.credentials(username, password);
        }
    }

    private String clientId(MqttClientProperties.@Nullable Cloud cloud) {
        if (cloud == null || !properties.clientId().isEmpty()) {
            return properties.clientId();
        }
        if (cloud.group().isEmpty() || cloud.device().isEmpty()) {
            throw new WrongSettingException(
                    "the cloud's login signs the client id, and there is none",
                    "Set " + PREFIX + "cloud.group and " + PREFIX + "cloud.device, or " + PREFIX + "client-id.");
        }
        return cloud.group() + "@@@" + cloud.device();
    }

    private void connection() {
        MqttClientProperties.Tls tls = properties.tls();
        MqttClientProperties.Reconnect reconnect = properties.reconnect();
        checked("keep-alive", () -> builder.keepAlive(properties.keepAlive()));
        checked("connect-timeout", () -> builder.connectTimeout(properties.connectTimeout()));
        checked("call-timeout", () -> builder.callTimeout(properties.callTimeout()));
        checked("reconnect", () -> builder.reconnect(Reconnect.USUAL.between(reconnect.first(), reconnect.longest())));
        checked("tls", () -> builder.tls(TlsSetup.tls(tls, bundles)));
        String proxy = properties.proxy();
        if (proxy != null) {
            checked("proxy", () -> builder.proxy(proxy));
        }
        Duration session = properties.persistentSession();
        if (session != null) {
            checked("persistent-session", () -> builder.persistentSession(session));
        }
        MqttClientProperties.Will will = properties.will();
        if (will != null) {
            checked("will", () -> builder.will(message(will), will.delay()));
        }
    }

    private static Message message(MqttClientProperties.Will will) {
        return Message.of(will.topic(), will.payload())
                .withQos(QoS.of(will.qos()))
                .withRetain(will.retain());
    }

    private void messages() {
        MqttClientProperties.Queue queue = properties.queue();
        checked("queue", () -> builder.queue(bounds(queue)));
        checked("receive-maximum", () -> builder.receiveMaximum(properties.receiveMaximum()));
        Integer inFlight = properties.inFlight();
        if (inFlight != null) {
            checked("in-flight", () -> builder.inFlight(inFlight));
        }
        String replyTopic = properties.replyTopic();
        if (replyTopic != null) {
            checked("reply-topic", () -> builder.replyTopic(replyTopic));
        }
        if (properties.orderedExport()) {
            builder.orderedExport();
        }
    }

    private static OfflineQueue bounds(MqttClientProperties.Queue queue) {
        OfflineQueue bounds =
                OfflineQueue.USUAL.of(queue.messages(), queue.size().toBytes());
        if (queue.timeToLive() != null) {
            bounds = bounds.withTimeToLive(queue.timeToLive());
        }
        return queue.folder() == null ? bounds : bounds.onDisk(queue.folder());
    }

    private static <T> T checked(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String where = property.isEmpty() ? "the properties hongyan.client.*" : PREFIX + property;
            throw new WrongSettingException(where + " cannot be: " + e.getMessage(), "Change " + where + ".", e);
        }
    }
}
