package io.hongyan.exchange.property;

import io.hongyan.cloud.business.message.UserProperties;

/// The names of the properties in the other system.
public final class PropertyNames {
    /// 0, 1 or 2.
    public static final String QOS = "qoslevel";
    /// `true` or `false`.
    public static final String CLEAN_SESSION = "cleansessionflag";
    /// The levels of the topic below the parent topic.
    public static final String SECOND_TOPIC = "mqttSecondTopic";
    /// The topic that the receiver sees.
    public static final String REAL_TOPIC = "mqttRealTopic";
    /// The publisher.
    public static final String CLIENT_ID = "clientId";
    /// The whole topic.
    public static final String TOPIC = "topic";
    /// A list of names and values in JSON.
    public static final String USER_PROPERTIES = UserProperties.NAME;
    /// Seconds.
    public static final String EXPIRY = "mqtt5MsgExpireInterval";
    /// A text.
    public static final String CONTENT_TYPE = "mqtt5ContentType";

    private PropertyNames() {}
}
