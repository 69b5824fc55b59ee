/// The HTTP APIs of the cloud service.
module io.hongyan.openapi {
    requires transitive io.hongyan.cloud;
    requires static transitive org.jspecify;
    requires java.xml;
    requires tools.jackson.databind;

    exports io.hongyan.openapi;
    exports io.hongyan.openapi.action;
    exports io.hongyan.openapi.answer;
    exports io.hongyan.openapi.old;
    exports io.hongyan.openapi.quota;
    exports io.hongyan.openapi.request;

    opens io.hongyan.openapi.action to
            tools.jackson.databind;
}
