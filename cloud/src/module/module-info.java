/// The rules of the cloud service on top of the plain broker.
module io.hongyan.cloud {
    requires transitive io.hongyan.auth;
    requires transitive io.hongyan.broker;
    requires static transitive org.jspecify;
    requires spring.security.crypto;
    requires tools.jackson.databind;

    exports io.hongyan.cloud;
    exports io.hongyan.cloud.auth;
    exports io.hongyan.cloud.business;
    exports io.hongyan.cloud.business.message;
    exports io.hongyan.cloud.certificate;
    exports io.hongyan.cloud.custom;
    exports io.hongyan.cloud.device;
    exports io.hongyan.cloud.metadata;
    exports io.hongyan.cloud.metadata.rule;
    exports io.hongyan.cloud.open;
    exports io.hongyan.cloud.record;
    exports io.hongyan.cloud.secret;
    exports io.hongyan.cloud.token;
    exports io.hongyan.cloud.topic;
    exports io.hongyan.cloud.trace;
}
