package io.hongyan.amqp.connection;

import io.hongyan.amqp.channel.AmqpChannel;
import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.cloud.business.CustomUser;
import io.hongyan.cloud.business.KeyAccount;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// One open connection as an operator sees it.
///
/// @param id names it among all since the start of the process: 1 or more, a younger one has a larger one
/// @param account the id of the AccessKey whose rights it has, or the name of the custom user
/// @param address of its peer, with the port
/// @param listener by which it came
/// @param since when its login was complete, in milliseconds since 1970
/// @param channels that are open
/// @param consumers of all channels
/// @param queues the names of those that they consume, each once, at most 100
/// @param unacknowledged messages that are on their way to it, or that it has not acknowledged
/// @param published messages that came from it, whatever became of them
public record ConnectionStatus(
        long id,
        String instance,
        String account,
        Kind kind,
        String address,
        String listener,
        long since,
        int channels,
        int consumers,
        List<String> queues,
        int unacknowledged,
        long published) {
    private static final int MOST_QUEUES = 100;
    private static final Comparator<ConnectionStatus> BY_ID = Comparator.comparingLong(ConnectionStatus::id);

    /// With what it logged in.
    public enum Kind {
        ACCESS_KEY,
        /// One that was made from the AccessKey which the account names.
        TEMPORARY_KEY,
        CUSTOM_USER;

        private static Kind of(BusinessAccount account) {
            return switch (account) {
                case KeyAccount key -> key.isTemporary() ? TEMPORARY_KEY : ACCESS_KEY;
                case CustomUser _ -> CUSTOM_USER;
            };
        }
    }

    static ConnectionStatus of(ConnectionIdentity who, List<AmqpChannel> channels, long published) {
        List<String> queues =
                channels.stream().flatMap(channel -> channel.queues().stream()).toList();
        return new ConnectionStatus(
                who.id(),
                who.account().instance(),
                who.account().name(),
                Kind.of(who.account()),
                who.address(),
                who.peer().listener(),
                who.since(),
                channels.size(),
                queues.size(),
                queues.stream().distinct().sorted().limit(MOST_QUEUES).toList(),
                channels.stream().mapToInt(AmqpChannel::unacknowledged).sum(),
                published);
    }

    /// The first of all parts, by rising id.
    static List<ConnectionStatus> merged(List<List<ConnectionStatus>> parts, int most) {
        return parts.stream()
                .flatMap(Collection::stream)
                .sorted(BY_ID)
                .limit(most)
                .toList();
    }
}
