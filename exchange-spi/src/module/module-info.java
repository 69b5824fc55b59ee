/// What a plug-in implements that carries messages to and from another system. Depends on the JDK alone.
module io.hongyan.exchange.spi {
    requires static transitive org.jspecify;

    exports io.hongyan.exchange.spi;
}
