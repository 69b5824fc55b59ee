package io.hongyan.amqp.codec.wire;

/// Which properties a content header has: the first one is the highest bit (AMQP 0-9-1, 4.2.6.1). Class basic has 14,
/// so there is always one word of flags.
final class PropertyFlags {
    static final int CONTENT_TYPE = 0x8000;
    static final int CONTENT_ENCODING = 0x4000;
    static final int HEADERS = 0x2000;
    static final int DELIVERY_MODE = 0x1000;
    static final int PRIORITY = 0x0800;
    static final int CORRELATION_ID = 0x0400;
    static final int REPLY_TO = 0x0200;
    static final int EXPIRATION = 0x0100;
    static final int MESSAGE_ID = 0x0080;
    static final int TIMESTAMP = 0x0040;
    static final int TYPE = 0x0020;
    static final int USER_ID = 0x0010;
    static final int APP_ID = 0x0008;
    static final int CLUSTER_ID = 0x0004;

    /// What no property has: one bit to spare, and the one that says that another word follows.
    static final int UNKNOWN = 0x0003;

    private PropertyFlags() {}
}
