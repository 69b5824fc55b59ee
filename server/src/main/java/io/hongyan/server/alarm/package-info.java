/// Alarms: thresholds of what is measured each minute, and who is told when one is passed.
@NullMarked
package io.hongyan.server.alarm;

import org.jspecify.annotations.NullMarked;
