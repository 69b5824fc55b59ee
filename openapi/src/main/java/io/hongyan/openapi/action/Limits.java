package io.hongyan.openapi.action;

/// How long parameters may be, in characters, and pages, in items.
final class Limits {
    static final int LONGEST_CLIENT = 256;
    static final int LONGEST_NAME = 64;
    static final int LONGEST_PAYLOAD = 1 << 20;
    static final int LONGEST_RESOURCES = 100 * 257;
    static final int LONGEST_RULE_TOPIC = 255;
    static final int LONGEST_SECRET = 128;
    static final int LONGEST_SERIAL = 128;
    static final int LONGEST_SNI = 65_536;
    static final int LONGEST_TAGS = 8192;
    static final int LONGEST_TEXT = 128;
    static final int LONGEST_TOPIC = 256;
    static final int PAGE = 100;

    private Limits() {}
}
