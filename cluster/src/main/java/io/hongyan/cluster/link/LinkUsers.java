package io.hongyan.cluster.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who uses the links of one loop, by the types of their frames. What a user throws ends the link.
///
/// Confined to that loop.
final class LinkUsers {
    private final @Nullable LinkUser[] byType = new LinkUser[Link.LAST_TYPE + 1];
    private final List<LinkUser> all = new ArrayList<>();

    void add(int first, int last, LinkUser user) {
        if (first < Link.FIRST_TYPE || first > last || last > Link.LAST_TYPE) {
            throw new IllegalArgumentException("types of frames are " + Link.FIRST_TYPE + " to " + Link.LAST_TYPE
                    + ", not " + first + " to " + last);
        }
        for (int type = first; type <= last; type++) {
            if (byType[type] != null) {
                throw new IllegalArgumentException("frames of type " + type + " have a user already");
            }
            byType[type] = user;
        }
        all.add(user);
    }

    void opened(Link link) {
        for (LinkUser user : all) {
            if (!link.isOpen()) {
                return;
            }
            link.told++;
            try {
                user.opened(link);
            } catch (RuntimeException fault) {
                link.failed(fault);
            }
        }
    }

    /// @throws LinkException when no user takes such frames
    void received(Link link, int type, ByteBuffer body) {
        LinkUser user = byType[type];
        if (user == null) {
            throw new LinkException("a frame of type " + type + ", which nobody takes here");
        }
        try {
            user.received(link, type, body);
        } catch (RuntimeException fault) {
            link.failed(fault);
        }
    }

    void drained(Link link) {
        for (LinkUser user : all) {
            if (!link.isOpen()) {
                return;
            }
            try {
                user.drained(link);
            } catch (RuntimeException fault) {
                link.failed(fault);
            }
        }
    }

    /// Tells those who were told that it is open.
    void closed(Link link, LinkEnd why) {
        for (LinkUser user : all.subList(0, link.told)) {
            try {
                user.closed(link, why);
            } catch (RuntimeException fault) {
                link.report(fault);
            }
        }
    }
}
