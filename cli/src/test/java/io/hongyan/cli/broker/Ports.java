package io.hongyan.cli.broker;

import java.nio.file.Path;

/// Where a broker listens on this machine, and the certificate that it shows there.
record Ports(int tcp, int tls, int webSocket, Path certificate) {}
