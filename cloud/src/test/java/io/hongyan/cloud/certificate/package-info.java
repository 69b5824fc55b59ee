@NullMarked
package io.hongyan.cloud.certificate;

import org.jspecify.annotations.NullMarked;
