package io.hongyan.bench.client;

/// A client library under measurement, used in the way its own documentation shows for asynchronous use.
interface Candidate {
    /// Connects with MQTT 5.0 where the library has it, clean, to loopback.
    Peer connect(int port, String clientId) throws Exception;

    /// One connected client.
    interface Peer {
        /// Subscribes, and waits for SUBACK. The action runs for each message that arrives.
        void subscribe(String filter, int qos, Runnable arrived) throws Exception;

        /// Publishes and does not wait.
        void publish(String topic, byte[] payload, int qos) throws Exception;

        /// Ends the connection, and waits for that.
        void close() throws Exception;
    }
}
