/// The server: configuration, files, administration, metrics, and its commands.
module io.hongyan.server {
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires com.nimbusds.jose.jwt;
    requires transitive info.picocli;
    requires io.hongyan.amqp;
    requires io.hongyan.auth;
    requires io.hongyan.cloud;
    requires io.hongyan.cluster;
    requires io.hongyan.exchange;
    requires io.hongyan.openapi;
    requires io.hongyan.store.cassandra;
    requires io.hongyan.store.rocksdb;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.instrumentation.jvm;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jakarta.mail;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports io.hongyan.server.command;
    exports io.hongyan.server.data;
    exports io.hongyan.server.file;
    exports io.hongyan.server.program;

    opens io.hongyan.server.command to
            info.picocli;

    provides ch.qos.logback.classic.spi.Configurator with
            io.hongyan.server.log.LogSetup;
}
