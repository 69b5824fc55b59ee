package io.hongyan.spring;

import io.hongyan.codec.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The properties of the client.
///
/// @param enabled Whether there is a client at all.
/// @param servers Addresses such as mqtts://broker.example.com, tried in turn; at least one.
/// @param clientId Id of this client; chosen by the server when empty, made of group and device with the cloud's login.
/// @param version Version of MQTT.
/// @param username User name, together with the password.
/// @param password Password, together with the user name.
/// @param cloud Login by signature, as the cloud service has it.
/// @param keepAlive How long the connection may be silent, 0 (for ever) to 65535 s.
/// @param persistentSession How long the server keeps the session without a connection; needs a client id.
/// @param connectTimeout For network, TLS and the server's answer together, 1 ms to 10 min.
/// @param callTimeout How long blocking calls wait, 1 ms to 1 day.
/// @param reconnect The delays of reconnects.
/// @param tls Certificates, for servers with mqtts:// or wss://.
/// @param proxy URL of a proxy, such as http://user:password@proxy.example.com:3128 or socks5://proxy.example.com.
/// @param queue The limits of the client's queue.
/// @param receiveMaximum Messages of QoS 1 and 2 that the server may send ahead of their acknowledgement, 1 to 65535.
/// @param inFlight Messages of QoS 1 and 2 that the client sends ahead of their acknowledgement, 1 to 60000.
/// @param will The will: the message that the server publishes when the client's connection ends without DISCONNECT.
/// @param orderedExport Whether to ask the cloud service to hand messages to the business side in their order.
/// @param replyTopic Where answers to requests go.
@ConfigurationProperties("hongyan.client")
public record MqttClientProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> servers,
        @DefaultValue("") String clientId,
        @DefaultValue("mqtt-5") Version version,
        @Nullable String username,
        @Nullable String password,
        @Nullable Cloud cloud,
        @DefaultValue("60s") Duration keepAlive,
        @Nullable Duration persistentSession,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration callTimeout,
        @DefaultValue Reconnect reconnect,
        @DefaultValue Tls tls,
        @Nullable String proxy,
        @DefaultValue Queue queue,
        @DefaultValue("1024") int receiveMaximum,
        @Nullable Integer inFlight,
        @Nullable Will will,
        @DefaultValue("false") boolean orderedExport,
        @Nullable String replyTopic) {

    /// Login by signature.
    ///
    /// @param accessKey Names the key.
    /// @param secretKey Signs the client id, and never leaves.
    /// @param instance Id of the instance.
    /// @param group Group of the client id.
    /// @param device Device of the client id.
    public record Cloud(
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("") String instance,
            @DefaultValue("") String group,
            @DefaultValue("") String device) {
        /// Names the key, without the secret.
        @Override
        public String toString() {
            return "Cloud[" + accessKey + ", " + instance + ", " + group + ", " + device + "]";
        }
    }

    /// The delays of reconnects.
    ///
    /// @param first The first delay, 0 to 1 day; later ones grow.
    /// @param longest The longest delay, up to 1 day.
    public record Reconnect(
            @DefaultValue("1s") Duration first,
            @DefaultValue("2m") Duration longest) {}

    /// Which servers are trusted, and the certificate of this client: a bundle, or files.
    ///
    /// @param bundle Name of an SSL bundle (spring.ssl.bundle), in place of the files.
    /// @param authority PEM file of trusted certificates; those of Java when missing.
    /// @param certificate PEM file with this client's certificates, its own first.
    /// @param key PEM file with the private key of the certificate, in PKCS 8.
    /// @param insecure Whether to trust any server: for tests alone.
    public record Tls(
            @Nullable String bundle,
            @Nullable Path authority,
            @Nullable Path certificate,
            @Nullable Path key,
            @DefaultValue("false") boolean insecure) {}

    /// The limits of the client's queue.
    ///
    /// @param messages How many messages, 0 to 10000000.
    /// @param size How much memory they may take.
    /// @param timeToLive How long a message may wait; for ever when missing.
    /// @param folder Where the messages are kept on disk too, so that they outlive the process; needs a client id.
    public record Queue(
            @DefaultValue("100000") int messages,
            @DefaultValue("64MB") DataSize size,
            @Nullable Duration timeToLive,
            @Nullable Path folder) {}

    /// The will: the message that the server publishes when the client's connection ends without DISCONNECT.
    ///
    /// @param topic Where to.
    /// @param payload A text.
    /// @param qos 0 to 2.
    /// @param retain Whether the server keeps it for later subscribers.
    /// @param delay How long the server waits for the client to come back; MQTT 5.0 only.
    public record Will(
            @DefaultValue("") String topic,
            @DefaultValue("") String payload,
            @DefaultValue("1") int qos,
            @DefaultValue("false") boolean retain,
            @DefaultValue("0s") Duration delay) {}

    /// Where to and as whom; no secrets.
    @Override
    public String toString() {
        return "MqttClientProperties[" + servers + ", client id '" + clientId + "', " + version + "]";
    }
}
