/// Tests of alarms and their receivers.
@NullMarked
package io.hongyan.server.alarm;

import org.jspecify.annotations.NullMarked;
