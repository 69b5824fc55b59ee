/// Tests of events and their log lines.
@NullMarked
package io.hongyan.server.event;

import org.jspecify.annotations.NullMarked;
