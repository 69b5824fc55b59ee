package io.hongyan.transport.netty;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Moves a channel from one event loop to another.
///
/// Netty lets a channel be deregistered from its loop and registered with another, and warns that it is delicate: tasks
/// that were queued for the channel on the old loop run there, a read that is under way must not be cut in the middle,
/// and a write that is pending would be flushed by two threads. All three are ruled out here by the moment: the move is
/// asked for inside the read of the first frame, when reading has been switched off, nothing has been written, and no
/// task has been queued. Deregistration itself takes place in a later task of the old loop, when the read has come to
/// its end. Between the two registrations the channel belongs to no thread and nobody touches it: the frames already
/// received stay in the connection, and those that arrive meanwhile stay in the socket, whose readiness the new loop
/// finds when it registers.
///
/// The channel may close in between, because the peer left. Netty then refuses the registration, and may already have
/// taken the pipeline apart, so that no handler hears of the end. The arrival on the target loop therefore always
/// comes, and says whether the channel is still there; only there is the upper layer told of the end, so that it never
/// hears of one connection on two threads.
final class ChannelMove {
    private ChannelMove() {}

    /// What to do when the move is over; called on the target loop.
    interface Arrival {
        /// @param arrived false when the channel could not be registered any more, because it closed meanwhile
        void at(boolean arrived);
    }

    @SuppressWarnings({"FutureReturnValueIgnored", "deprecation"
    }) // the listeners see all; the other register hides channels
    static void start(Channel channel, NettyLoop target, Arrival arrival) {
        channel.deregister().addListener((Future<? super Void> gone) -> {
            if (!gone.isSuccess()) {
                arrive(channel, target, arrival, false);
                return;
            }
            if (target.eventLoop().isShutdown()) {
                channel.unsafe().closeForcibly();
                return;
            }
            target.eventLoop()
                    .register(channel)
                    .addListener((Future<? super Void> registered) ->
                            arrive(channel, target, arrival, registered.isSuccess()));
            if (target.eventLoop().isShutdown()) {
                channel.unsafe().closeForcibly(); // the loop may have taken the task, and never run it
            }
        });
    }

    /// A loop that is ending closes what it has, and may be past that: what arrives is closed here. When it has ended
    /// there is nobody left to tell.
    private static void arrive(Channel channel, NettyLoop target, Arrival arrival, boolean arrived) {
        if (target.eventLoop().isShuttingDown()) {
            channel.unsafe().closeForcibly();
        }
        if (target.inLoop()) {
            arrival.at(arrived);
            return;
        }
        try {
            target.execute(() -> arrival.at(arrived));
        } catch (RejectedExecutionException ended) {
            channel.unsafe().closeForcibly();
        }
    }
}
