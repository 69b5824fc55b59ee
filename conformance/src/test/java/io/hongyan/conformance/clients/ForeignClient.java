package io.hongyan.conformance.clients;

import java.io.IOException;

/// A client of another project, with synchronous calls. Each returns when the server has answered.
interface ForeignClient extends AutoCloseable {
    /// @param keep whether session and subscriptions shall outlive the connection
    /// @return 0, or the code of the refusal as the client reports it
    int connect(Login login, boolean keep) throws Exception;

    void subscribe(String filter, int qos) throws Exception;

    void unsubscribe(String filter) throws Exception;

    void publish(ReceivedMessage message) throws Exception;

    ReceivedMessage next() throws Exception;

    void disconnect() throws Exception;

    /// Releases the client's resources, connected or not.
    @Override
    void close() throws IOException;
}
