package io.hongyan.amqp.message;

/// Names of headers as the server SDK of the cloud service has them. All values are texts ('S'): it drops others.
final class HeaderNames {
    static final String PARENT_TOPIC = "mqttParentTopic";
    static final String SECOND_TOPIC = "mqttSecondTopic";
    static final String CLIENT_ID = "clientId";
    static final String BORN = "bornTime";
    static final String USER_PROPERTIES = "mqtt5UserProperty";
    static final String QOS = "qoslevel";

    private HeaderNames() {}
}
