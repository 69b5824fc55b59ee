/// Runs the rules that carry messages between clients and another system.
module io.hongyan.exchange {
    requires transitive io.hongyan.cloud;
    requires transitive io.hongyan.exchange.spi;
    requires static transitive org.jspecify;

    exports io.hongyan.exchange;
    exports io.hongyan.exchange.inbound;
    exports io.hongyan.exchange.plugin;

    uses io.hongyan.exchange.spi.ExchangeProvider;
}
