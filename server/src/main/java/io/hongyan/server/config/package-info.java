/// The configuration file: from YAML, environment and command line to records that cannot hold a bad value.
///
/// It reads text and nothing else: no socket, no data folder.
@NullMarked
package io.hongyan.server.config;

import org.jspecify.annotations.NullMarked;
