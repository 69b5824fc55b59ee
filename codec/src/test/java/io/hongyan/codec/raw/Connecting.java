package io.hongyan.codec.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// A CONNECT in the making: clean, without keep alive, unless told otherwise.
public final class Connecting {
    private final Version version;
    private final String clientId;
    private final Properties.Builder properties = Properties.builder();
    private boolean clean = true;
    private int keepAlive;
    private @Nullable Will will;
    private @Nullable String username;
    private byte @Nullable [] password;

    private Connecting(Version version, String clientId) {
        this.version = version;
        this.clientId = clientId;
    }

    public static Connecting as(Version version, String clientId) {
        return new Connecting(version, clientId);
    }

    /// With a session that stays, resumed if there is one.
    public Connecting lasting() {
        clean = false;
        return with(Property.SESSION_EXPIRY_INTERVAL, 3600);
    }

    /// Without clean start, whatever that means for the time after.
    public Connecting resuming() {
        clean = false;
        return this;
    }

    public Connecting keepAlive(int seconds) {
        keepAlive = seconds;
        return this;
    }

    public Connecting username(String name) {
        username = name;
        return this;
    }

    public Connecting password(String text) {
        password = text.getBytes(UTF_8);
        return this;
    }

    /// Adds a property; nothing happens before 5.0.
    public Connecting with(Property property, long value) {
        if (version.isV5()) {
            properties.set(property, value);
        }
        return this;
    }

    public Connecting with(Property property, String value) {
        if (version.isV5()) {
            properties.set(property, value);
        }
        return this;
    }

    public Connecting with(Property property, byte[] value) {
        if (version.isV5()) {
            properties.set(property, value);
        }
        return this;
    }

    public Connecting will(String topic, String text, QoS qos, boolean retain) {
        return will(topic, text, qos, retain, Properties.NONE);
    }

    public Connecting will(String topic, String text, QoS qos, boolean retain, Properties more) {
        will = new Will(Topic.of(topic), text.getBytes(UTF_8), qos, retain, version.isV5() ? more : Properties.NONE);
        return this;
    }

    public Version version() {
        return version;
    }

    public Connect packet() {
        return new Connect(version, clean, keepAlive, clientId, will, username, password, properties.build());
    }
}
