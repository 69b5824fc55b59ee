/// X.509: authorities that vouch for devices, certificates of devices, and certificates that listeners show.
@NullMarked
package io.hongyan.cloud.certificate;

import org.jspecify.annotations.NullMarked;
