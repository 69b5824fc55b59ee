/// Questions of one node to another: what operators and business systems ask of any node, and another one knows.
@NullMarked
package io.hongyan.cluster.ask;

import org.jspecify.annotations.NullMarked;
