/// User name and password computed from an AccessKey: `hongyan sign`.
@NullMarked
package io.hongyan.cli.sign;

import org.jspecify.annotations.NullMarked;
