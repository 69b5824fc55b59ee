package io.hongyan.openapi.action;

import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.record.RowName;

/// How long parameters may be, in characters, and pages, in items.
final class Limits {
    static final int LONGEST_CLIENT = RowName.LONGEST_CLIENT;
    static final int LONGEST_NAME = CustomAccount.LONGEST_NAME;
    static final int LONGEST_PAYLOAD = 1 << 20;
    static final int LONGEST_RESOURCES = 100 * 257;
    static final int LONGEST_RULE_TOPIC = 255;
    static final int LONGEST_SECRET = CustomAccount.LONGEST_SECRET;
    static final int LONGEST_SERIAL = 128;
    static final int LONGEST_SNI = 65_536;
    static final int LONGEST_TAGS = 8192;
    static final int LONGEST_TEXT = 128;
    static final int LONGEST_TOPIC = CustomPermission.LONGEST_TOPIC;
    static final int PAGE = 100;

    private Limits() {}
}
