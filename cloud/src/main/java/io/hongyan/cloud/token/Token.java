package io.hongyan.cloud.token;

import io.hongyan.cloud.topic.Coverage;
import io.hongyan.cloud.topic.FirstLevels;
import io.hongyan.cloud.topic.P2p;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;

/// A permission that ends by itself. Whoever has it may use it: it is bound to an account, not to a client.
///
/// @param id names it in the list of revoked tokens
/// @param instanceSince when the instance was created, in milliseconds since 1970: a token is not for a later instance
///     of the same name
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

    /// Whether a message to this topic is among its resources. For a P2P topic its parent topic will do.
    public boolean covers(Topic topic) {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i).matches(topic)) {
                return true;
            }
        }
        return P2p.is(topic.utf8()) && namesParent(FirstLevels.of(topic.utf8()));
    }

    /// Whether all that this filter matches is among one of its resources.
    public boolean covers(TopicFilter filter) {
        for (TopicFilter resource : resources) {
            if (Coverage.covers(resource, filter)) {
                return true;
            }
        }
        return false;
    }

    private boolean namesParent(String parent) {
        return resources.stream().anyMatch(resource -> resource.filter().equals(parent));
    }
}
