package io.hongyan.cloud.token;

import io.hongyan.cloud.topic.FilterCoverage;
import io.hongyan.cloud.topic.P2pTopics;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;

/// A permission that expires. Any client of the account that issued it may use it.
///
/// @param id identifies it in the list of revoked tokens
/// @param instanceSince when the instance was created, in milliseconds since 1970: a token is not valid for a later
///     instance of the same id
/// @param resources topics and filters, 1 to 100
/// @param expiresAt milliseconds since 1970
public record Token(
        String id,
        String instance,
        long instanceSince,
        String accessKey,
        TokenType type,
        List<TopicFilter> resources,
        long expiresAt) {
    public Token {
        resources = List.copyOf(resources);
    }

    /// Whether a resource matches a topic. For a P2P topic the parent topic as a resource is enough.
    public boolean covers(Topic topic) {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i).matches(topic)) {
                return true;
            }
        }
        return P2pTopics.is(topic.utf8()) && namesParent(ParentTopicSet.firstLevel(topic.utf8()));
    }

    /// Whether one resource covers all topics of a filter.
    public boolean covers(TopicFilter filter) {
        for (TopicFilter resource : resources) {
            if (FilterCoverage.covers(resource, filter)) {
                return true;
            }
        }
        return false;
    }

    private boolean namesParent(String parent) {
        return resources.stream().anyMatch(resource -> resource.filter().equals(parent));
    }
}
