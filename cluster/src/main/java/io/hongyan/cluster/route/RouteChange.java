package io.hongyan.cluster.route;

import io.hongyan.codec.topic.TopicFilter;

/// This node has its first subscriber by a filter, or has lost its last one.
record RouteChange(String instance, TopicFilter filter, boolean added) implements Told {
    private static final int KEY_BYTES = 32;
    private static final int BYTES_OF_A_CHAR = 3;

    @Override
    public int bytes() {
        int texts = instance.length() + (filter.isShared() ? filter.text().length() : 0);
        return KEY_BYTES + BYTES_OF_A_CHAR * texts;
    }
}
