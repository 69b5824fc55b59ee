/// What clients show to be let in, for both sides. Depends on the JDK alone.
module io.hongyan.auth {
    requires static transitive org.jspecify;

    exports io.hongyan.auth;
}
