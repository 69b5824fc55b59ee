package io.hongyan.rocketmq.server;

/// Where a [TryoutProgram] listens.
///
/// @param names port of the name server
/// @param broker port of the broker, which also takes the second below it and the one above it
record TryoutPorts(int names, int broker) {
    static final TryoutPorts USUAL = new TryoutPorts(9876, 10911);

    private static final int HIGHEST = 65_535;

    TryoutPorts {
        if (Math.min(names, broker - 2) < 1 || Math.max(names, broker + 1) > HIGHEST) {
            throw new IllegalArgumentException(
                    "ports are numbers from 1 to " + HIGHEST + ", the broker's from 3 to " + (HIGHEST - 1));
        }
        if (names == broker || names == broker - 2 || names == broker + 1) {
            throw new IllegalArgumentException("the broker takes the ports " + (broker - 2) + ", " + broker + " and "
                    + (broker + 1) + ", so the name server cannot have " + names);
        }
    }

    /// @param text as `HONGYAN_ROCKETMQ_PORTS` has it
    static TryoutPorts of(String text) {
        String[] ports = text.strip().split(" +", -1);
        if (ports.length != 2 || !ports[0].matches("[0-9]{1,5}") || !ports[1].matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("HONGYAN_ROCKETMQ_PORTS is the port of the name server and that of the"
                    + " broker, as in '19876 19911', not '" + text + "'");
        }
        return new TryoutPorts(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }

    void requireFree() {
        requireFree(names, "name server");
        for (int port : new int[] {broker - 2, broker, broker + 1}) {
            requireFree(port, "broker");
        }
    }

    private static void requireFree(int port, String whose) {
        if (!ServerProcess.isFree(port)) {
            throw new IllegalArgumentException("port " + port + ", of the " + whose + ", is in use, perhaps by another"
                    + " RocketMQ; HONGYAN_ROCKETMQ_PORTS names other ports, as in '19876 19911'");
        }
    }

    /// The beginning of a command that is to find them.
    String before(String command) {
        return equals(USUAL) ? command : "HONGYAN_ROCKETMQ_PORTS='" + this + "' " + command;
    }

    @Override
    public String toString() {
        return names + " " + broker;
    }
}
